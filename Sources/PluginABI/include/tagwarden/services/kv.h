/* SPDX-License-Identifier: Apache-2.0 */
/** @file kv.h Service "tagwarden.kv/1": a small durable store, one namespace a plugin. */
#ifndef TAGWARDEN_SERVICES_KV_H
#define TAGWARDEN_SERVICES_KV_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_KV "tagwarden.kv/1"

/** Called once for each key that `list` finds; both borrowed for the call. Return 0 to go on. */
typedef int32_t (*tw_kv_visitor)(void *user, tw_bytes key, tw_bytes value);

/**
 * The service. Owned by the host, valid until `destroy` returns. Since 1.0.
 *
 * Keys have 1 to 512 bytes, values at most 1 MiB. Functions block for a disk access: not for host threads.
 */
typedef struct tw_kv {
    uint32_t struct_size;
    uint32_t reserved;
    /** Reads a value, moved to the caller on TW_OK; TW_NOT_FOUND: none, or expired. [any-thread] */
    tw_status (*get)(const tw_host *host, tw_bytes key, tw_owned *value);
    /** Writes a value, durable when this returns TW_OK; `ttl_ms` 0: for ever. [any-thread] */
    tw_status (*put)(const tw_host *host, tw_bytes key, tw_bytes value, int64_t ttl_ms);
    /** Removes a value; TW_OK also when there was none. [any-thread] */
    tw_status (*remove)(const tw_host *host, tw_bytes key);
    /** Visits the values whose keys begin with `prefix`, in byte order, on this thread. [any-thread] */
    tw_status (*list)(const tw_host *host, tw_bytes prefix, void *user, tw_kv_visitor visitor);
} tw_kv;

#ifdef __cplusplus
}
#endif

#endif
