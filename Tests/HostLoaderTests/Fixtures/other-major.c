/* SPDX-License-Identifier: Apache-2.0 */
/* Its note tells another major version: refused before dlopen, so its constructor never runs. */
#include "fixture.h"

__attribute__((section(".note.tagwarden"), used, aligned(4))) static const tw_note note = {
    9, 8, 1, "TAGWARDN", TW_PLUGIN_MAGIC, 2, 0};

__attribute__((constructor)) static void never(void) { abort(); }

FIXTURE_DESCRIPTOR("other-major", .abi_major = 2);
FIXTURE_ENTRY
