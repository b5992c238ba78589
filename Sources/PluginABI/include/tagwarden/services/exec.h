/* SPDX-License-Identifier: Apache-2.0 */
/** @file exec.h Service "tagwarden.exec/1": run a function on the host's invoker threads. */
#ifndef TAGWARDEN_SERVICES_EXEC_H
#define TAGWARDEN_SERVICES_EXEC_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_EXEC "tagwarden.exec/1"

/** The service. Owned by the host, valid until `destroy` returns. Since 1.0. */
typedef struct tw_exec {
    uint32_t struct_size;
    uint32_t reserved;
    /**
     * Runs `function(user)` once on an invoker thread, where it may block. Returns TW_OK, or TW_UNAVAILABLE
     * when the host is shutting down (then it is not run). [any-thread]
     */
    tw_status (*spawn)(const tw_host *host, void *user, void (*function)(void *user));
} tw_exec;

#ifdef __cplusplus
}
#endif

#endif
