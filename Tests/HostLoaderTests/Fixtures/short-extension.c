/* SPDX-License-Identifier: Apache-2.0 */
/* A generator whose table is shorter than that of version 1.0. */
#include "fixture.h"

static const tw_generator generator = {8, 0, NULL, NULL};

static const void *get_extension(void *instance, const char *id) {
    (void)instance;
    return strcmp(id, TW_EXTENSION_GENERATOR) == 0 ? &generator : NULL;
}

FIXTURE_PLUGIN("short-extension", .get_extension = get_extension)
