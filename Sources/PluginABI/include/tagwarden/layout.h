/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file layout.h
 * Pins offset and size of every field on 64-bit platforms: reordering, or another compiler's idea, does not
 * compile. A new field at a struct's end adds a line and raises the size; no other line ever changes.
 */
#ifndef TAGWARDEN_LAYOUT_H
#define TAGWARDEN_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "note.h"
#include "arrow.h"
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

#if UINTPTR_MAX == 0xffffffffffffffff

#ifdef __cplusplus
#define TW_PIN_SIZE(type, size) static_assert(sizeof(type) == (size), "size of " #type)
#define TW_PIN(type, field, offset, size)                                            \
    static_assert(offsetof(type, field) == (offset), "offset of " #type "." #field); \
    static_assert(sizeof(((type *)0)->field) == (size), "size of " #type "." #field)
#else
#define TW_PIN_SIZE(type, size) _Static_assert(sizeof(type) == (size), "size of " #type)
#define TW_PIN(type, field, offset, size)                                             \
    _Static_assert(offsetof(type, field) == (offset), "offset of " #type "." #field); \
    _Static_assert(sizeof(((type *)0)->field) == (size), "size of " #type "." #field)
#endif

TW_PIN_SIZE(tw_bytes, 16);
TW_PIN(tw_bytes, ptr, 0, 8);
TW_PIN(tw_bytes, len, 8, 8);

TW_PIN_SIZE(tw_owned, 32);
TW_PIN(tw_owned, ptr, 0, 8);
TW_PIN(tw_owned, len, 8, 8);
TW_PIN(tw_owned, release, 16, 8);
TW_PIN(tw_owned, owner, 24, 8);

TW_PIN_SIZE(tw_note, 32);
TW_PIN(tw_note, name_size, 0, 4);
TW_PIN(tw_note, descriptor_size, 4, 4);
TW_PIN(tw_note, type, 8, 4);
TW_PIN(tw_note, name, 12, 12);
TW_PIN(tw_note, magic, 24, 4);
TW_PIN(tw_note, abi_major, 28, 2);
TW_PIN(tw_note, abi_minor, 30, 2);

TW_PIN_SIZE(struct ArrowSchema, 72);
TW_PIN(struct ArrowSchema, format, 0, 8);
TW_PIN(struct ArrowSchema, name, 8, 8);
TW_PIN(struct ArrowSchema, metadata, 16, 8);
TW_PIN(struct ArrowSchema, flags, 24, 8);
TW_PIN(struct ArrowSchema, n_children, 32, 8);
TW_PIN(struct ArrowSchema, children, 40, 8);
TW_PIN(struct ArrowSchema, dictionary, 48, 8);
TW_PIN(struct ArrowSchema, release, 56, 8);
TW_PIN(struct ArrowSchema, private_data, 64, 8);

TW_PIN_SIZE(struct ArrowArray, 80);
TW_PIN(struct ArrowArray, length, 0, 8);
TW_PIN(struct ArrowArray, null_count, 8, 8);
TW_PIN(struct ArrowArray, offset, 16, 8);
TW_PIN(struct ArrowArray, n_buffers, 24, 8);
TW_PIN(struct ArrowArray, n_children, 32, 8);
TW_PIN(struct ArrowArray, buffers, 40, 8);
TW_PIN(struct ArrowArray, children, 48, 8);
TW_PIN(struct ArrowArray, dictionary, 56, 8);
TW_PIN(struct ArrowArray, release, 64, 8);
TW_PIN(struct ArrowArray, private_data, 72, 8);

TW_PIN_SIZE(struct ArrowArrayStream, 40);
TW_PIN(struct ArrowArrayStream, get_schema, 0, 8);
TW_PIN(struct ArrowArrayStream, get_next, 8, 8);
TW_PIN(struct ArrowArrayStream, get_last_error, 16, 8);
TW_PIN(struct ArrowArrayStream, release, 24, 8);
TW_PIN(struct ArrowArrayStream, private_data, 32, 8);

TW_PIN_SIZE(tw_call_ops, 56);
TW_PIN(tw_call_ops, struct_size, 0, 4);
TW_PIN(tw_call_ops, reserved, 4, 4);
TW_PIN(tw_call_ops, state, 8, 8);
TW_PIN(tw_call_ops, progress, 16, 8);
TW_PIN(tw_call_ops, emit, 24, 8);
TW_PIN(tw_call_ops, emit_batch, 32, 8);
TW_PIN(tw_call_ops, on_credit, 40, 8);
TW_PIN(tw_call_ops, done, 48, 8);

TW_PIN_SIZE(tw_call, 64);
TW_PIN(tw_call, struct_size, 0, 4);
TW_PIN(tw_call, tool, 4, 4);
TW_PIN(tw_call, id, 8, 8);
TW_PIN(tw_call, arguments, 16, 16);
TW_PIN(tw_call, meta, 32, 16);
TW_PIN(tw_call, deadline_ns, 48, 8);
TW_PIN(tw_call, ops, 56, 8);

TW_PIN_SIZE(tw_tool, 56);
TW_PIN(tw_tool, struct_size, 0, 4);
TW_PIN(tw_tool, flags, 4, 4);
TW_PIN(tw_tool, name, 8, 8);
TW_PIN(tw_tool, title, 16, 8);
TW_PIN(tw_tool, description, 24, 8);
TW_PIN(tw_tool, input_schema, 32, 8);
TW_PIN(tw_tool, output_schema, 40, 8);
TW_PIN(tw_tool, max_concurrency, 48, 4);
TW_PIN(tw_tool, default_timeout_ms, 52, 4);

TW_PIN_SIZE(tw_host, 48);
TW_PIN(tw_host, struct_size, 0, 4);
TW_PIN(tw_host, abi_major, 4, 2);
TW_PIN(tw_host, abi_minor, 6, 2);
TW_PIN(tw_host, context, 8, 8);
TW_PIN(tw_host, get_service, 16, 8);
TW_PIN(tw_host, register_tools, 24, 8);
TW_PIN(tw_host, unregister_tools, 32, 8);
TW_PIN(tw_host, description_changed, 40, 8);

TW_PIN_SIZE(tw_offer, 24);
TW_PIN(tw_offer, struct_size, 0, 4);
TW_PIN(tw_offer, abi_major, 4, 2);
TW_PIN(tw_offer, abi_minor, 6, 2);
TW_PIN(tw_offer, host_name, 8, 8);
TW_PIN(tw_offer, host_version, 16, 8);

TW_PIN_SIZE(tw_plugin, 104);
TW_PIN(tw_plugin, magic, 0, 4);
TW_PIN(tw_plugin, struct_size, 4, 4);
TW_PIN(tw_plugin, abi_major, 8, 2);
TW_PIN(tw_plugin, abi_minor, 10, 2);
TW_PIN(tw_plugin, flags, 12, 4);
TW_PIN(tw_plugin, id, 16, 8);
TW_PIN(tw_plugin, version, 24, 8);
TW_PIN(tw_plugin, title, 32, 8);
TW_PIN(tw_plugin, license, 40, 8);
TW_PIN(tw_plugin, needs, 48, 8);
TW_PIN(tw_plugin, create, 56, 8);
TW_PIN(tw_plugin, invoke, 64, 8);
TW_PIN(tw_plugin, cancel, 72, 8);
TW_PIN(tw_plugin, drain, 80, 8);
TW_PIN(tw_plugin, destroy, 88, 8);
TW_PIN(tw_plugin, get_extension, 96, 8);

TW_PIN_SIZE(tw_clock, 40);
TW_PIN(tw_clock, struct_size, 0, 4);
TW_PIN(tw_clock, reserved, 4, 4);
TW_PIN(tw_clock, now_wall, 8, 8);
TW_PIN(tw_clock, now_monotonic, 16, 8);
TW_PIN(tw_clock, sleep, 24, 8);
TW_PIN(tw_clock, cancel_sleep, 32, 8);

TW_PIN_SIZE(tw_config, 24);
TW_PIN(tw_config, struct_size, 0, 4);
TW_PIN(tw_config, reserved, 4, 4);
TW_PIN(tw_config, get, 8, 8);
TW_PIN(tw_config, environment, 16, 8);

TW_PIN_SIZE(tw_exec, 16);
TW_PIN(tw_exec, struct_size, 0, 4);
TW_PIN(tw_exec, reserved, 4, 4);
TW_PIN(tw_exec, spawn, 8, 8);

TW_PIN_SIZE(tw_http_header, 32);
TW_PIN(tw_http_header, name, 0, 16);
TW_PIN(tw_http_header, value, 16, 16);

TW_PIN_SIZE(tw_http_request, 88);
TW_PIN(tw_http_request, struct_size, 0, 4);
TW_PIN(tw_http_request, header_count, 4, 4);
TW_PIN(tw_http_request, method, 8, 16);
TW_PIN(tw_http_request, url, 24, 16);
TW_PIN(tw_http_request, headers, 40, 8);
TW_PIN(tw_http_request, body, 48, 16);
TW_PIN(tw_http_request, timeout_ms, 64, 8);
TW_PIN(tw_http_request, max_body_bytes, 72, 8);
TW_PIN(tw_http_request, call_id, 80, 8);

TW_PIN_SIZE(tw_http_events, 32);
TW_PIN(tw_http_events, struct_size, 0, 4);
TW_PIN(tw_http_events, reserved, 4, 4);
TW_PIN(tw_http_events, on_head, 8, 8);
TW_PIN(tw_http_events, on_body, 16, 8);
TW_PIN(tw_http_events, on_done, 24, 8);

TW_PIN_SIZE(tw_http, 24);
TW_PIN(tw_http, struct_size, 0, 4);
TW_PIN(tw_http, reserved, 4, 4);
TW_PIN(tw_http, start, 8, 8);
TW_PIN(tw_http, cancel, 16, 8);

TW_PIN_SIZE(tw_kv, 40);
TW_PIN(tw_kv, struct_size, 0, 4);
TW_PIN(tw_kv, reserved, 4, 4);
TW_PIN(tw_kv, get, 8, 8);
TW_PIN(tw_kv, put, 16, 8);
TW_PIN(tw_kv, remove, 24, 8);
TW_PIN(tw_kv, list, 32, 8);

TW_PIN_SIZE(tw_log, 24);
TW_PIN(tw_log, struct_size, 0, 4);
TW_PIN(tw_log, reserved, 4, 4);
TW_PIN(tw_log, enabled, 8, 8);
TW_PIN(tw_log, write, 16, 8);

TW_PIN_SIZE(tw_metrics, 32);
TW_PIN(tw_metrics, struct_size, 0, 4);
TW_PIN(tw_metrics, reserved, 4, 4);
TW_PIN(tw_metrics, count, 8, 8);
TW_PIN(tw_metrics, gauge, 16, 8);
TW_PIN(tw_metrics, observe, 24, 8);

TW_PIN_SIZE(tw_secrets, 32);
TW_PIN(tw_secrets, struct_size, 0, 4);
TW_PIN(tw_secrets, reserved, 4, 4);
TW_PIN(tw_secrets, get, 8, 8);
TW_PIN(tw_secrets, read_file, 16, 8);
TW_PIN(tw_secrets, run_process, 24, 8);

TW_PIN_SIZE(tw_line_stream, 32);
TW_PIN(tw_line_stream, struct_size, 0, 4);
TW_PIN(tw_line_stream, reserved, 4, 4);
TW_PIN(tw_line_stream, context, 8, 8);
TW_PIN(tw_line_stream, next, 16, 8);
TW_PIN(tw_line_stream, release, 24, 8);

TW_PIN_SIZE(tw_exporter, 32);
TW_PIN(tw_exporter, struct_size, 0, 4);
TW_PIN(tw_exporter, reserved, 4, 4);
TW_PIN(tw_exporter, describe, 8, 8);
TW_PIN(tw_exporter, export_batches, 16, 8);
TW_PIN(tw_exporter, export_lines, 24, 8);

TW_PIN_SIZE(tw_generator, 24);
TW_PIN(tw_generator, struct_size, 0, 4);
TW_PIN(tw_generator, reserved, 4, 4);
TW_PIN(tw_generator, describe, 8, 8);
TW_PIN(tw_generator, generate, 16, 8);

TW_PIN_SIZE(tw_provider, 48);
TW_PIN(tw_provider, struct_size, 0, 4);
TW_PIN(tw_provider, reserved, 4, 4);
TW_PIN(tw_provider, describe, 8, 8);
TW_PIN(tw_provider, scopes, 16, 8);
TW_PIN(tw_provider, inventory, 24, 8);
TW_PIN(tw_provider, lookup, 32, 8);
TW_PIN(tw_provider, costs, 40, 8);

#undef TW_PIN
#undef TW_PIN_SIZE

#endif

#endif
