/* SPDX-License-Identifier: Apache-2.0 */
/** @file exporter.h Extension "tagwarden.exporter/1": findings in the format of a target platform. */
#ifndef TAGWARDEN_EXTENSIONS_EXPORTER_H
#define TAGWARDEN_EXTENSIONS_EXPORTER_H

#include "../call.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_extension`. Since 1.0. */
#define TW_EXTENSION_EXPORTER "tagwarden.exporter/1"

/**
 * A stream of text lines, one JSON object (a finding) a line, for exporters that want no Arrow. Since 1.0.
 *
 * Owned by the plugin once passed; it calls `release` exactly once.
 */
typedef struct tw_line_stream {
    uint32_t struct_size;
    uint32_t reserved;
    void *context;
    /**
     * Gives the next line, without its end, borrowed until the next call. Returns 1, 0 at the end, or a
     * negative TW_ flow signal when the call was cancelled. May block. [invoker-thread]
     */
    int32_t (*next)(void *context, tw_bytes *line);
    /** Frees the stream. [any-thread] */
    void (*release)(void *context);
} tw_line_stream;

/** The extension. Constant, owned by the plugin, valid until `destroy` returns. Since 1.0. */
typedef struct tw_exporter {
    uint32_t struct_size;
    uint32_t reserved;
    /**
     * Describes what it makes, borrowed until the next `describe` or `destroy`:
     *
     *     {"targets": [{"target_platform": "ansible", "title": "...", "formats": ["json", "yaml"],
     *                   "input": "arrow" | "ndjson", "options_schema": {JSON Schema}}]}
     * [host-thread]
     */
    tw_bytes (*describe)(void *instance);
    /**
     * Turns findings into a document. Arguments {"target_platform", "format", "options"}. Reads batches of
     * findings (columns.h) from `findings`, which is moved. Emits TW_CHUNK_DOCUMENT chunks. Result {"resources":
     * number, "findings": number, "media_type": text, "file_name": text}. NULL when no target has "input":
     * "arrow". [invoker-thread]
     */
    void (*export_batches)(void *instance, const tw_call *call, struct ArrowArrayStream *findings);
    /** The same from lines; NULL when no target has "input": "ndjson". `findings` is moved. [invoker-thread] */
    void (*export_lines)(void *instance, const tw_call *call, const tw_line_stream *findings);
} tw_exporter;

#ifdef __cplusplus
}
#endif

#endif
