/* SPDX-License-Identifier: Apache-2.0 */
/* Registers a tool whose name the good fixture has taken. */
#include "fixture.h"

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)instance;
    (void)error;
    tw_tool tool = fixture_tool("echo");
    uint32_t number;
    return host->register_tools(host, &tool, 1, &number) == TW_ALREADY_EXISTS ? TW_OK : TW_INTERNAL;
}

FIXTURE_PLUGIN("tool-taken", .create = create)
