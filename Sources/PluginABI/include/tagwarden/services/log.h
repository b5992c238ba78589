/* SPDX-License-Identifier: Apache-2.0 */
/** @file log.h Service "tagwarden.log/1": the host's structured log (standard error). */
#ifndef TAGWARDEN_SERVICES_LOG_H
#define TAGWARDEN_SERVICES_LOG_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_LOG "tagwarden.log/1"

#define TW_LOG_TRACE 0   /**< Every step. */
#define TW_LOG_DEBUG 1   /**< For the plugin's author. */
#define TW_LOG_INFO 2    /**< For the operator. */
#define TW_LOG_WARNING 3 /**< Something is off; the work goes on. */
#define TW_LOG_ERROR 4   /**< Some work was not done. */

/** The service. Owned by the host, valid until `destroy` returns. Since 1.0. */
typedef struct tw_log {
    uint32_t struct_size;
    uint32_t reserved;
    /** Tells (1 or 0) whether a line of `level` would be written: ask before building one. [any-thread] */
    uint32_t (*enabled)(const tw_host *host, uint32_t level);
    /**
     * Writes one line. `attributes` is a JSON object of scalars, or empty. Both are borrowed for the call.
     * Never pass a secret; tag values belong at TW_LOG_DEBUG or below. [any-thread]
     */
    void (*write)(const tw_host *host, uint32_t level, tw_bytes message, tw_bytes attributes);
} tw_log;

#ifdef __cplusplus
}
#endif

#endif
