/* SPDX-License-Identifier: Apache-2.0 */
/* Declines to take part, with a reason. */
#include "fixture.h"

TW_PLUGIN_NOTE;

const tw_plugin *tagwarden_plugin_entry(const tw_offer *offer, tw_bytes *refusal) {
    (void)offer;
    *refusal = fixture_bytes("the moon is full");
    return NULL;
}
