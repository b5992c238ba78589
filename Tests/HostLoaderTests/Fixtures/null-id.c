/* SPDX-License-Identifier: Apache-2.0 */
/* Has no id at all. */
#include "fixture.h"

FIXTURE_PLUGIN(NULL)
