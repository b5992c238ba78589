/* SPDX-License-Identifier: Apache-2.0 */
/* Registers a good and a badly named tool: all or none. */
#include "fixture.h"

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)instance;
    (void)error;
    tw_tool tools[2] = {fixture_tool("well_named"), fixture_tool("Not Well Named")};
    uint32_t numbers[2];
    return host->register_tools(host, tools, 2, numbers) == TW_INVALID_ARGUMENT ? TW_OK : TW_INTERNAL;
}

FIXTURE_PLUGIN("bad-tool-name", .create = create)
