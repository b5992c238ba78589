/* SPDX-License-Identifier: Apache-2.0 */
/* A provider whose description has three faults; its tool survives. */
#include "fixture.h"

static tw_bytes describe(void *instance) {
    (void)instance;
    return fixture_bytes("{\"cloud\":7,\"title\":\"T\",\"key_case\":\"wild\",\"resource_types\":[{\"title\":\"x\"}]}");
}

static void nothing(void *instance, const tw_call *call) {
    (void)instance;
    fixture_done(call, TW_OK, "{}");
}

static const tw_provider provider = {sizeof(tw_provider), 0, describe, nothing, nothing, nothing, NULL};

static const void *get_extension(void *instance, const char *id) {
    (void)instance;
    return strcmp(id, TW_EXTENSION_PROVIDER) == 0 ? &provider : NULL;
}

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)instance;
    (void)error;
    tw_tool tool = fixture_tool("survivor");
    uint32_t number;
    return host->register_tools(host, &tool, 1, &number);
}

FIXTURE_PLUGIN("bad-describe", .create = create, .invoke = nothing, .get_extension = get_extension)
