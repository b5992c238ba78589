/* SPDX-License-Identifier: Apache-2.0 */
/* Another id than its plugin.json. */
#include "fixture.h"

FIXTURE_PLUGIN("somebody-else")
