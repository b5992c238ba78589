/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file call.h
 * One call from the host into a plugin, and what the plugin may do with it.
 *
 * A call starts when the host calls one of the plugin's functions with a `tw_call` and ends when the plugin's
 * `done` returns. In between the plugin may return from the function and go on on threads of its own. The host
 * survives a `done` that is late, doubled or missing: calls are numbered slots, a stale one is logged and
 * ignored, and a call without `done` fails at its deadline.
 */
#ifndef TAGWARDEN_CALL_H
#define TAGWARDEN_CALL_H

#include "arrow.h"
#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Answer of `state`: go on. Since 1.0. */
#define TW_CALL_RUNNING 0
/** Answer of `state`: cancelled by the caller; finish soon with `done(TW_CANCELLED)`. Since 1.0. */
#define TW_CALL_CANCELLED 1
/** Answer of `state`: the deadline has passed; finish with `done(TW_DEADLINE_EXCEEDED)`. Since 1.0. */
#define TW_CALL_EXPIRED 2

/** Kind of an emitted chunk: text for people, shown while the call runs. Since 1.0. */
#define TW_CHUNK_TEXT 1
/** Kind of an emitted chunk: one JSON object of a coverage cell (extensions/provider.h). Since 1.0. */
#define TW_CHUNK_COVERAGE 2
/** Kind of an emitted chunk: next bytes of a document that the call produces (exporters). Since 1.0. */
#define TW_CHUNK_DOCUMENT 3
/** Kind of an emitted chunk: one JSON object of a diagnostic {severity, summary, detail, place}. Since 1.0. */
#define TW_CHUNK_DIAGNOSTIC 4

typedef struct tw_call tw_call;

/**
 * What a plugin may do with a call. One static table, owned by the host, valid for ever.
 *
 * Every function may be called on any thread, also after cancellation. After `done` returned, `call` must not
 * be touched; the host survives it (`emit` and `emit_batch` answer TW_STOP, `state` TW_CALL_CANCELLED, the rest
 * do nothing) and logs it as misbehaviour. [any-thread] Since 1.0.
 *
 * Credit: a call begins with at least one; `emit` and `emit_batch` draw on the same credits, whatever the
 * kind of chunk; `progress` costs none. A plugin that does not want to wait may try again after any answer.
 */
typedef struct tw_call_ops {
    uint32_t struct_size;
    uint32_t reserved;

    /** Tells TW_CALL_RUNNING, TW_CALL_CANCELLED or TW_CALL_EXPIRED. Cheap: an atomic load. [any-thread] */
    uint32_t (*state)(const tw_call *call);

    /**
     * Reports progress: `done` of `total` units (total 0: unknown), with a sentence that may be empty.
     * `message` is borrowed for the call. The host forwards only growing values. [any-thread]
     */
    void (*progress)(const tw_call *call, double done, double total, tw_bytes message);

    /**
     * Hands over one chunk, borrowed for the call. `kind` is a TW_CHUNK_ number.
     *
     * Returns the credits left (0: taken, but wait for `on_credit` before the next one), TW_NO_CREDIT
     * (nothing taken) or TW_STOP (end the call with `done` soon). [any-thread]
     */
    int32_t (*emit)(const tw_call *call, uint32_t kind, tw_bytes chunk);

    /**
     * Hands over one batch: a struct array with its schema (columns.h).
     *
     * On an answer >= 0, TW_STOP and TW_MALFORMED both structs are moved: the host releases them and sets
     * `release` to NULL in the caller's copies. On TW_NO_CREDIT nothing is moved. After TW_MALFORMED the call
     * fails whatever `done`, which is still due, says. [any-thread]
     */
    int32_t (*emit_batch)(const tw_call *call, struct ArrowSchema *schema, struct ArrowArray *array);

    /**
     * Asks to be told once when there is credit again, or when the call is over.
     * `callback(user)` runs exactly once: at once on this thread, within `on_credit`, when there is credit, or
     * later on a host thread; it may emit, ask again and call `done`, and may not block. A second `on_credit`
     * before that replaces nothing: both are called. `call` is valid until `done` returns, also in the callback
     * of a call that was cancelled. To avoid recursion, let the callback only wake the producing thread:
     *
     *     static void wake(void *user) { sem_post(user); }
     *     ...
     *     int32_t left = call->ops->emit_batch(call, &schema, &array);
     *     while (left == TW_NO_CREDIT) {
     *         call->ops->on_credit(call, &semaphore, wake);
     *         sem_wait(&semaphore);
     *         left = call->ops->emit_batch(call, &schema, &array);
     *     }
     * [any-thread]
     */
    void (*on_credit)(const tw_call *call, void *user, void (*callback)(void *user));

    /**
     * Ends the call, exactly once. `result` is moved.
     *
     * With TW_OK `result` is the call's JSON result (an object). Otherwise it is empty or a JSON object
     * {"message": text, "hint": text?, "retryable": bool?, "retry_after_ms": number?, "details": any?}.
     * `call` and all that it points to is invalid once this returns. [any-thread]
     */
    void (*done)(const tw_call *call, tw_status status, tw_owned result);
} tw_call_ops;

/**
 * One call. Owned by the host; it and all it points to stays valid until the plugin's `done` returns, so a
 * plugin need not copy arguments. Since 1.0.
 */
struct tw_call {
    uint32_t struct_size;
    /** For `tw_plugin.invoke`: the number that `register_tools` gave to the tool; 0 elsewhere. */
    uint32_t tool;
    /** Unique in the life of the host process; the number that `cancel` names. */
    uint64_t id;
    /**
     * JSON object, compact, each member once, UTF-8; validated against the tool's input schema. Whole numbers
     * have neither fraction nor exponent unless the caller wrote one.
     */
    tw_bytes arguments;
    /** JSON object: {"traceparent": text?, "caller": text?, "dry_run": bool?}. */
    tw_bytes meta;
    /** CLOCK_MONOTONIC time in nanoseconds after which the host gives the call up; 0: none. */
    int64_t deadline_ns;
    const tw_call_ops *ops;
};

#ifdef __cplusplus
}
#endif

#endif
