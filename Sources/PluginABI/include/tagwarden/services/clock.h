/* SPDX-License-Identifier: Apache-2.0 */
/** @file clock.h Service "tagwarden.clock/1": time, which tests can set. */
#ifndef TAGWARDEN_SERVICES_CLOCK_H
#define TAGWARDEN_SERVICES_CLOCK_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`. Since 1.0. */
#define TW_SERVICE_CLOCK "tagwarden.clock/1"

/** The service. Owned by the host, valid until `destroy` returns. Since 1.0. */
typedef struct tw_clock {
    uint32_t struct_size;
    uint32_t reserved;
    /** Nanoseconds since 1970-01-01T00:00Z. [any-thread] */
    int64_t (*now_wall)(const tw_host *host);
    /** Nanoseconds of CLOCK_MONOTONIC, the clock of `tw_call.deadline_ns`. [any-thread] */
    int64_t (*now_monotonic)(const tw_host *host);
    /**
     * Calls `callback(user, TW_OK)` on a host thread after `nanoseconds`, or with TW_CANCELLED after
     * `cancel_sleep`; exactly once. Returns a number for `cancel_sleep`, 0 when the host is shutting down (then
     * `callback` is not called). [any-thread]
     */
    uint64_t (*sleep)(const tw_host *host, int64_t nanoseconds, void *user,
                      void (*callback)(void *user, tw_status status));
    /** Ends a sleep early; a finished or unknown one is ignored. [any-thread] */
    void (*cancel_sleep)(const tw_host *host, uint64_t sleep);
} tw_clock;

#ifdef __cplusplus
}
#endif

#endif
