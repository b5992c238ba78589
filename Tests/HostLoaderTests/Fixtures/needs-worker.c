/* SPDX-License-Identifier: Apache-2.0 */
/* May not run inside the host. */
#include "fixture.h"

FIXTURE_PLUGIN("needs-worker", .flags = TW_PLUGIN_NEEDS_WORKER)
