/* SPDX-License-Identifier: Apache-2.0 */
/* A tool that runs at most twice at once, and one whose 24 calls block until all of them run. */
#include <pthread.h>

#include "overlap.h"

enum { PARTIES = 24 };

typedef struct instance {
    uint32_t numbers[2];
    pthread_barrier_t barrier;
} instance;

static void invoke(void *opaque, const tw_call *call) {
    instance *self = opaque;
    if (call->tool == self->numbers[0]) {
        overlap(call);
    } else {
        pthread_barrier_wait(&self->barrier);
        fixture_done(call, TW_OK, "{}");
    }
}

static tw_status create(const tw_host *host, void **made, tw_bytes *error) {
    (void)error;
    instance *self = calloc(1, sizeof *self);
    pthread_barrier_init(&self->barrier, NULL, PARTIES);
    tw_tool tools[2] = {fixture_tool("at_most_two"), fixture_tool("all_together")};
    tools[0].max_concurrency = 2;
    tools[1].flags = TW_TOOL_BLOCKING;
    *made = self;
    return host->register_tools(host, tools, 2, self->numbers);
}

FIXTURE_PLUGIN("threads", .create = create, .invoke = invoke)
