/* SPDX-License-Identifier: Apache-2.0 */
/** @file fixture.h What all fixture plugins share; a fixture states only in what it differs. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tagwarden/tagwarden.h"

static inline tw_bytes fixture_bytes(const char *text) {
    return (tw_bytes){(const uint8_t *)text, strlen(text)};
}

/** Ends a call with constant text. */
static inline void fixture_done(const tw_call *call, tw_status status, const char *text) {
    call->ops->done(call, status, (tw_owned){(const uint8_t *)text, strlen(text), NULL, NULL});
}

static inline tw_tool fixture_tool(const char *name) {
    return (tw_tool){.struct_size = sizeof(tw_tool),
                     .name = name,
                     .title = name,
                     .description = "A tool of a fixture.",
                     .input_schema = "{\"type\":\"object\"}"};
}

static inline tw_status fixture_create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)error;
    *instance = (void *)host;
    return TW_OK;
}

/** The descriptor; a later initialiser of a field replaces an earlier one. */
#define FIXTURE_DESCRIPTOR(identifier, ...)                                                    \
    static const tw_plugin fixture_plugin = {.magic = TW_PLUGIN_MAGIC,                         \
                                             .struct_size = sizeof(tw_plugin),                 \
                                             .abi_major = TW_ABI_MAJOR,                        \
                                             .abi_minor = TW_ABI_MINOR,                        \
                                             .id = identifier,                                 \
                                             .version = "1.0.0",                               \
                                             .title = "Fixture",                               \
                                             .create = fixture_create,                         \
                                             __VA_ARGS__}

#define FIXTURE_ENTRY                                                                          \
    const tw_plugin *tagwarden_plugin_entry(const tw_offer *offer, tw_bytes *refusal) {        \
        (void)offer;                                                                           \
        (void)refusal;                                                                         \
        return &fixture_plugin;                                                                \
    }

/** A whole plugin with note and entry. */
#define FIXTURE_PLUGIN(identifier, ...)                                                        \
    TW_PLUGIN_NOTE;                                                                            \
    FIXTURE_DESCRIPTOR(identifier, __VA_ARGS__);                                               \
    FIXTURE_ENTRY

#endif
