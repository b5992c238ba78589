/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file plugin.h
 * The plugin's descriptor and its one exported function.
 */
#ifndef TAGWARDEN_PLUGIN_H
#define TAGWARDEN_PLUGIN_H

#include "call.h"
#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Plugin flag: call `invoke` and extension functions from one thread at a time. Since 1.0. */
#define TW_PLUGIN_SINGLE_THREAD 1u
/** Plugin flag: run only in a worker process, never inside the host (runtimes with signal handlers). Since 1.0. */
#define TW_PLUGIN_NEEDS_WORKER 2u

/** What the host says of itself before a plugin decides to take part. Borrowed for the call. Since 1.0. */
typedef struct tw_offer {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;
    const char *host_name;
    const char *host_version;
} tw_offer;

/**
 * A plugin's descriptor: constant data in its library, valid as long as the library is mapped (for ever).
 *
 * Functions marked optional may be NULL. Since 1.0.
 */
typedef struct tw_plugin {
    /** TW_PLUGIN_MAGIC. */
    uint32_t magic;
    uint32_t struct_size;
    /** ABI version of the headers compiled with; equals the note's. */
    uint16_t abi_major;
    uint16_t abi_minor;
    /** TW_PLUGIN_ flags. */
    uint32_t flags;
    /** Reverse-domain or plain id, `[a-z0-9][a-z0-9.-]{0,62}`; equals plugin.json's. */
    const char *id;
    /** Semantic version (https://semver.org); equals plugin.json's. */
    const char *version;
    /** Name for people. */
    const char *title;
    /** SPDX licence expression, or NULL. */
    const char *license;
    /** Ids of services without which `create` cannot work, ended by NULL; or NULL. */
    const char *const *needs;

    /**
     * Makes the one instance of a load generation; tools are registered from here.
     *
     * On TW_OK stores the instance (may be NULL) in `*instance`. Otherwise `*error` may point to text that
     * stays valid until the next call of `create` or the unmapping, and nothing more is called: `create` frees
     * what it made. Must return within ten seconds. [host-thread]
     */
    tw_status (*create)(const tw_host *host, void **instance, tw_bytes *error);

    /**
     * Runs a registered tool; optional when none is registered. May return before `done` is called. Calls
     * overlap unless TW_PLUGIN_SINGLE_THREAD is set. [invoker-thread]
     */
    void (*invoke)(void *instance, const tw_call *call);

    /**
     * Asks for the call to end soon; repeatable, an unknown id is ignored. Optional for a plugin that looks at
     * `tw_call_ops.state` often enough. [any-thread]
     */
    void (*cancel)(void *instance, uint64_t call_id);

    /**
     * Says that no call will come any more; `drained(user)` is called once, on any thread, when the last one
     * in flight has ended. Optional: without it the host waits for its own count. [host-thread]
     */
    void (*drain)(void *instance, void *user, void (*drained)(void *user));

    /** Frees the instance, after `drain`. The library stays mapped. Optional. [host-thread] */
    void (*destroy)(void *instance);

    /**
     * Finds an extension by id: "tagwarden.provider/1", "tagwarden.exporter/1", "tagwarden.generator/1".
     *
     * Returns its struct, constant and valid until `destroy` returns, or NULL. Asked once after `create`.
     * Optional. [host-thread]
     */
    const void *(*get_extension)(void *instance, const char *id);
} tw_plugin;

/** Name of the exported function, for dlsym. Since 1.0. */
#define TW_PLUGIN_ENTRY_NAME "tagwarden_plugin_entry"

/**
 * The only symbol that a plugin exports. Pure, cheap, repeatable: it starts nothing and allocates nothing.
 *
 * Returns the descriptor, or NULL with a reason in `*refusal` (static text). [any-thread] Since 1.0.
 */
TW_EXPORT const tw_plugin *tagwarden_plugin_entry(const tw_offer *offer, tw_bytes *refusal);

#ifdef __cplusplus
}
#endif

#endif
