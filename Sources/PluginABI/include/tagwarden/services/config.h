/* SPDX-License-Identifier: Apache-2.0 */
/** @file config.h Service "tagwarden.config/1": settings and environment variables granted to the plugin. */
#ifndef TAGWARDEN_SERVICES_CONFIG_H
#define TAGWARDEN_SERVICES_CONFIG_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_CONFIG "tagwarden.config/1"

/** The service. Owned by the host, valid until `destroy` returns. Since 1.0. */
typedef struct tw_config {
    uint32_t struct_size;
    uint32_t reserved;
    /**
     * Reads the value at a JSON pointer (RFC 6901) below `plugins.<id>` of config.yaml, as JSON text: a text
     * comes in its quotes.
     *
     * On TW_OK `*value` is moved to the caller. TW_NOT_FOUND: not set. TW_PERMISSION_DENIED: the manifest does
     * not ask for the key. [any-thread]
     */
    tw_status (*get)(const tw_host *host, tw_bytes pointer, tw_owned *value);
    /**
     * Reads an environment variable of the host, as raw text.
     *
     * On TW_OK `*value` is moved to the caller. TW_NOT_FOUND: not set or empty. TW_PERMISSION_DENIED: the
     * manifest does not ask for it. [any-thread]
     */
    tw_status (*environment)(const tw_host *host, tw_bytes name, tw_owned *value);
} tw_config;

#ifdef __cplusplus
}
#endif

#endif
