/* SPDX-License-Identifier: Apache-2.0 */
/** @file secrets.h Service "tagwarden.secrets/1": secrets by name, and credential files and processes. */
#ifndef TAGWARDEN_SERVICES_SECRETS_H
#define TAGWARDEN_SERVICES_SECRETS_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_SECRETS "tagwarden.secrets/1"

/**
 * Called once with the outcome. On TW_OK `value` is moved; its memory is zeroed on release. Otherwise it holds
 * a sentence about what went wrong, never the secret. [host-thread]
 */
typedef void (*tw_secret_callback)(void *user, tw_status status, tw_owned value);

/** The service. Owned by the host, valid until `destroy` returns. Since 1.0. */
typedef struct tw_secrets {
    uint32_t struct_size;
    uint32_t reserved;
    /**
     * Reads a secret by the name that the manifest asks for and the operator's configuration resolves
     * (environment variable or file today). Returns TW_OK when `callback` will be called. [any-thread]
     */
    tw_status (*get)(const tw_host *host, tw_bytes name, void *user, tw_secret_callback callback);
    /**
     * Reads a whole file of at most 1 MiB that the manifest's `permissions.files` covers ("~" is the home
     * folder). TW_NOT_FOUND, TW_PERMISSION_DENIED as named. [any-thread]
     */
    tw_status (*read_file)(const tw_host *host, tw_bytes path, void *user, tw_secret_callback callback);
    /**
     * Runs a credential program that the *user's own cloud configuration* names (AWS `credential_process`) and
     * answers its standard output, at most 64 KiB. Needs `permissions.processes`. The command line is split as
     * the cloud's SDK does it, without a shell. [any-thread]
     */
    tw_status (*run_process)(const tw_host *host, tw_bytes command_line, int64_t timeout_ms, void *user,
                             tw_secret_callback callback);
} tw_secrets;

#ifdef __cplusplus
}
#endif

#endif
