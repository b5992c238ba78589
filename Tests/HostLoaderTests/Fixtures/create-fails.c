/* SPDX-License-Identifier: Apache-2.0 */
/* Answers an error from create. */
#include "fixture.h"

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)host;
    (void)instance;
    *error = fixture_bytes("the licence has run out");
    return TW_FAILED_PRECONDITION;
}

FIXTURE_PLUGIN("create-fails", .create = create)
