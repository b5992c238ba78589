/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptor and note tell different minor versions. */
#include "fixture.h"

FIXTURE_PLUGIN("note-mismatch", .abi_minor = TW_ABI_MINOR + 1)
