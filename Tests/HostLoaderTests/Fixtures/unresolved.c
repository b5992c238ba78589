/* SPDX-License-Identifier: Apache-2.0 */
/* Calls a function that nobody has: RTLD_NOW refuses it. */
#include "fixture.h"

extern int nobody_has_this_function(void);

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)host;
    (void)instance;
    (void)error;
    return nobody_has_this_function();
}

FIXTURE_PLUGIN("unresolved", .create = create)
