/* SPDX-License-Identifier: Apache-2.0 */
/* Lacks the one function that every plugin has. */
#include "fixture.h"

FIXTURE_PLUGIN("null-create", .create = NULL)
