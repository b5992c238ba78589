/* SPDX-License-Identifier: Apache-2.0 */
/* Registers a tool whose schema is not JSON, and goes on without it. */
#include "fixture.h"

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)instance;
    (void)error;
    tw_tool tool = fixture_tool("broken_schema");
    tool.input_schema = "{\"type\":\"object\"";
    uint32_t number;
    return host->register_tools(host, &tool, 1, &number) == TW_INVALID_ARGUMENT ? TW_OK : TW_INTERNAL;
}

FIXTURE_PLUGIN("bad-schema", .create = create)
