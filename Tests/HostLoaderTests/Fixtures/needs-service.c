/* SPDX-License-Identifier: Apache-2.0 */
/* Needs a service that no host offers. */
#include "fixture.h"

static const char *const needs[] = {"tagwarden.teleport/1", NULL};

FIXTURE_PLUGIN("needs-service", .needs = needs)
