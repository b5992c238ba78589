/* SPDX-License-Identifier: Apache-2.0 */
#include "tagwarden/tagwarden.h"
