/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file base.h
 * Rules, scalar types and status numbers that every other header uses.
 *
 * Rules of the whole contract:
 *  1. C11, fixed-width integers. No enums, bit-fields or unions in structs, no varargs, no `FILE`, no locale.
 *  2. Every struct that may grow begins with `struct_size`, set by whoever fills it to `sizeof` as it was
 *     compiled. A reader looks at no byte past `min(struct_size, its own sizeof)`. Fields are only appended; a
 *     struct smaller than it was in 1.0 is refused, a larger one is taken.
 *  3. Memory is *borrowed* (valid for the stated time, never freed by the borrower) or *moved* together with
 *     a release function that the receiver calls exactly once. Nobody frees the other side's memory.
 *  4. Text is UTF-8 in `tw_bytes`, without a terminator, unless the type is `const char *` (terminated).
 *  5. No exception, panic, `longjmp` or signal handler crosses the border.
 *  6. A thread tag closes each function's comment. [any-thread]: called on any thread, several at once.
 *     [invoker-thread]: called on a thread of the host's pool, several at once unless TW_PLUGIN_SINGLE_THREAD is
 *     set; may block, for long in a provider, an exporter, a generator or a tool with TW_TOOL_BLOCKING.
 *     [host-thread]: called on one of the host's own threads, one at a time; may not block for long.
 */
#ifndef TAGWARDEN_BASE_H
#define TAGWARDEN_BASE_H

#include <stddef.h>
#include <stdint.h>

/** Major version: a different one is refused before the library is opened. Since 1.0. */
#define TW_ABI_MAJOR 1
/** Minor version: grows when fields, services or extensions are appended. Since 1.0. */
#define TW_ABI_MINOR 0
/** First field of a plugin descriptor: the bytes "TWPL" read as a little-endian number. Since 1.0. */
#define TW_PLUGIN_MAGIC UINT32_C(0x4c505754)

#if defined(__GNUC__) || defined(__clang__)
/** Marks the one exported function of a plugin. Since 1.0. */
#define TW_EXPORT __attribute__((visibility("default"), used))
#else
#define TW_EXPORT
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A borrowed run of bytes; `ptr` may be NULL only when `len` is 0.
 *
 * Lifetime: that of the function call it is passed to, unless the item says more. Since 1.0.
 */
typedef struct tw_bytes {
    const uint8_t *ptr;
    size_t len;
} tw_bytes;

/**
 * A moved run of bytes: the receiver calls `release(owner)` once, on any thread, when it is done.
 *
 * `release` may be NULL for memory that needs none (static data). Since 1.0.
 */
typedef struct tw_owned {
    const uint8_t *ptr;
    size_t len;
    void (*release)(void *owner);
    void *owner;
} tw_owned;

/**
 * Outcome of a call or a service function; the numbers are those of gRPC status codes
 * (https://grpc.io/docs/guides/status-codes/). Negative numbers are flow signals of one function. Since 1.0.
 */
typedef int32_t tw_status;

#define TW_OK 0                   /**< It worked. */
#define TW_CANCELLED 1            /**< The caller gave up; not an error of the plugin. */
#define TW_UNKNOWN 2              /**< An error without a better number. */
#define TW_INVALID_ARGUMENT 3     /**< The arguments are wrong whatever the state of the world. */
#define TW_DEADLINE_EXCEEDED 4    /**< The deadline of the call passed. */
#define TW_NOT_FOUND 5            /**< What was asked for does not exist. */
#define TW_ALREADY_EXISTS 6       /**< What was to be made exists. */
#define TW_PERMISSION_DENIED 7    /**< Known caller, no right: a missing cloud permission, a host not granted. */
#define TW_RESOURCE_EXHAUSTED 8   /**< A quota or rate limit; try again after the stated wait. */
#define TW_FAILED_PRECONDITION 9  /**< The system is not in the state that this needs. */
#define TW_ABORTED 10             /**< A conflict; try again from the start. */
#define TW_OUT_OF_RANGE 11        /**< Past the end. */
#define TW_UNIMPLEMENTED 12       /**< The operation does not exist here. */
#define TW_INTERNAL 13            /**< A broken invariant: a bug. */
#define TW_UNAVAILABLE 14         /**< Not reachable now; try again. */
#define TW_DATA_LOSS 15           /**< Data was lost or is corrupt. */
#define TW_UNAUTHENTICATED 16     /**< No valid credentials. */

/** Flow signal of `emit`, `emit_batch`: no credit, nothing was taken; wait for `on_credit`. Since 1.0. */
#define TW_NO_CREDIT (-1)
/** Flow signal of `emit`, `emit_batch`: the call is cancelled or over; stop producing. Since 1.0. */
#define TW_STOP (-2)
/** Flow signal of `emit_batch`: the batch is malformed; it was released and the call will fail. Since 1.0. */
#define TW_MALFORMED (-3)

#ifdef __cplusplus
}
#endif

#endif
