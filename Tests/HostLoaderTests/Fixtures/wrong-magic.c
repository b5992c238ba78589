/* SPDX-License-Identifier: Apache-2.0 */
/* Its descriptor does not begin with the magic. */
#include "fixture.h"

FIXTURE_PLUGIN("wrong-magic", .magic = 7)
