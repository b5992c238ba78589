/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing but what every plugin has. */
#include "fixture.h"

FIXTURE_PLUGIN("plain")
