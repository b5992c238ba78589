/* SPDX-License-Identifier: Apache-2.0 */
/* Its descriptor is shorter than that of version 1.0. */
#include "fixture.h"

FIXTURE_PLUGIN("short-struct", .struct_size = 48)
