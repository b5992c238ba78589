/* SPDX-License-Identifier: Apache-2.0 */
/* Wants one call at a time. */
#include "overlap.h"

static void invoke(void *instance, const tw_call *call) {
    (void)instance;
    overlap(call);
}

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)instance;
    (void)error;
    tw_tool tool = fixture_tool("single");
    tool.flags = TW_TOOL_BLOCKING;
    uint32_t number;
    return host->register_tools(host, &tool, 1, &number);
}

FIXTURE_PLUGIN("single", .flags = TW_PLUGIN_SINGLE_THREAD, .create = create, .invoke = invoke)
