/* SPDX-License-Identifier: Apache-2.0 */
/* An ordinary library without a note: never opened. */
#include "fixture.h"

__attribute__((constructor)) static void never(void) { abort(); }

FIXTURE_DESCRIPTOR("no-note");
FIXTURE_ENTRY
