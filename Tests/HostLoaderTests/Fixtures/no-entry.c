/* SPDX-License-Identifier: Apache-2.0 */
/* Has a note but no entry symbol. */
#include "fixture.h"

TW_PLUGIN_NOTE;
