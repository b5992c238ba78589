/* SPDX-License-Identifier: Apache-2.0 */
/* Provides the cloud that the good fixture provides already. */
#include "fixture.h"

static tw_bytes describe(void *instance) {
    (void)instance;
    return fixture_bytes("{\"cloud\":\"fixture\",\"title\":\"R\",\"key_case\":\"lowercase\",\"resource_types\":[]}");
}

static void nothing(void *instance, const tw_call *call) {
    (void)instance;
    fixture_done(call, TW_OK, "{}");
}

static const tw_provider provider = {sizeof(tw_provider), 0, describe, nothing, nothing, NULL, NULL};

static const void *get_extension(void *instance, const char *id) {
    (void)instance;
    return strcmp(id, TW_EXTENSION_PROVIDER) == 0 ? &provider : NULL;
}

FIXTURE_PLUGIN("rival", .get_extension = get_extension)
