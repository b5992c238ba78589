/* SPDX-License-Identifier: Apache-2.0 */
/** @file overlap.h Counts how many calls run at once. */
#ifndef OVERLAP_H
#define OVERLAP_H

#include <sched.h>
#include <stdatomic.h>

#include "fixture.h"

static atomic_int running;
static atomic_int most;

/** Runs for a while and answers the most calls that were seen at once. */
static inline void overlap(const tw_call *call) {
    int now = atomic_fetch_add(&running, 1) + 1;
    int seen = atomic_load(&most);
    while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now)) {}
    for (int i = 0; i < 200; i++) sched_yield();
    char *text = malloc(64);
    int count = snprintf(text, 64, "{\"most\":%d}", atomic_load(&most));
    atomic_fetch_sub(&running, 1);
    call->ops->done(call, TW_OK, (tw_owned){(uint8_t *)text, (size_t)count, free, text});
}

#endif
