/* SPDX-License-Identifier: Apache-2.0 */
/* A note of the right name with another content. */
#include "fixture.h"

__attribute__((section(".note.tagwarden"), used, aligned(4))) static const tw_note note = {
    9, 8, 1, "TAGWARDN", 0x12345678, TW_ABI_MAJOR, TW_ABI_MINOR};

FIXTURE_DESCRIPTOR("bad-note");
FIXTURE_ENTRY
