/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tagwarden.h
 * The whole plugin contract: include this one header.
 *
 * A plugin is a folder with a shared library and a `plugin.json`. The library depends on the C library alone
 * and exports one function, `tagwarden_plugin_entry` (plugin.h). Every header states, for every item, who owns
 * the memory, on which threads it may be used, how long it lives, and since which minor version it exists.
 *
 * How a plugin comes to life: the host reads plugin.json and the library's ELF note (note.h) and refuses what
 * does not fit, without running any code of the plugin; opens the library; calls the entry function, which
 * answers the descriptor; calls `create` once, where the plugin keeps the `tw_host`, looks services up and
 * registers tools; and asks `get_extension` for what the plugin contributes beside tools. From then on it makes
 * calls (call.h) until `drain` and `destroy`.
 *
 * plugin.json, all members but `permissions` and `functions` required (`description`, `homepage` and `license`
 * may be added; any other member is refused):
 *
 *     {"id": "example",                      equals tw_plugin.id
 *      "version": "1.2.3",                   equals tw_plugin.version
 *      "title": "Example",
 *      "abi": {"major": 1, "minor": 0},      the headers compiled with
 *      "library": "libexample.so",           beside plugin.json, no folder in the name
 *      "kinds": ["provider", "tool"],        of provider, exporter, generator, tool, function
 *      "permissions": {                      what the services will allow; nothing that is not listed
 *        "hosts": ["api.example.com", "*.example.org"],
 *        "endpoints_from_environment": ["EXAMPLE_ENDPOINT"],  the host in that variable's URL is allowed too
 *        "environment": ["EXAMPLE_*"],       variables; a star may end the name
 *        "files": ["~/.example/config"],     for secrets.read_file; a star stands for a part of one name
 *        "files_from_environment": ["EXAMPLE_FILE"],  the path in that variable is allowed too
 *        "processes": false,                 secrets.run_process
 *        "secrets": ["example/token"],       secrets.get
 *        "configuration": ["/"],             JSON pointers below plugins.<id> of config.yaml; here "/" is all
 *        "kv": false},                       the kv service
 *      "functions": []}                      plain C functions served as tools (a later minor version)
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
