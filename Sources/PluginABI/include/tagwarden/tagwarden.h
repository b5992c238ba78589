/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tagwarden.h
 * The whole plugin contract: include this one header.
 *
 * A plugin is a shared library that exports one function, `tagwarden_plugin_entry` (plugin.h), beside a
 * `plugin.json`. It depends on the C library alone. Every header states, for every item, who owns the
 * memory, on which threads it may be used, how long it lives, and since which minor version it exists.
 */
#ifndef TAGWARDEN_H
#define TAGWARDEN_H

#include "base.h"
#include "note.h"
#include "arrow.h"
#include "columns.h"
#include "call.h"
#include "host.h"
#include "plugin.h"
#include "services/clock.h"
#include "services/config.h"
#include "services/exec.h"
#include "services/http.h"
#include "services/kv.h"
#include "services/log.h"
#include "services/metrics.h"
#include "services/secrets.h"
#include "extensions/exporter.h"
#include "extensions/generator.h"
#include "extensions/provider.h"
#include "batch.h"
#include "layout.h"

#endif
