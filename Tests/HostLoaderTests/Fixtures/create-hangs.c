/* SPDX-License-Identifier: Apache-2.0 */
/* Never returns from create. */
#include <unistd.h>

#include "fixture.h"

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)host;
    (void)instance;
    (void)error;
    for (;;) pause();
}

FIXTURE_PLUGIN("create-hangs", .create = create)
