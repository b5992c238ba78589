/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file host.h
 * What the host offers to one plugin instance: services by versioned id, and registration of tools.
 */
#ifndef TAGWARDEN_HOST_H
#define TAGWARDEN_HOST_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tw_host tw_host;

/** Tool flag: changes nothing anywhere. Since 1.0. */
#define TW_TOOL_READ_ONLY 1u
/** Tool flag: may destroy what it changes. Since 1.0. */
#define TW_TOOL_DESTRUCTIVE 2u
/** Tool flag: calling twice with the same arguments has no further effect. Since 1.0. */
#define TW_TOOL_IDEMPOTENT 4u
/** Tool flag: reaches beyond this machine. Since 1.0. */
#define TW_TOOL_OPEN_WORLD 8u
/** Tool flag: `invoke` blocks its thread for long; the host gives it a thread of its own. Since 1.0. */
#define TW_TOOL_BLOCKING 16u

/**
 * A tool as a plugin registers it. Borrowed for the call of `register_tools`: the host copies it. Since 1.0.
 *
 * `name` has 1 to 64 characters of a-z, 0-9 and '_'. The schemas are JSON Schema 2020-12 objects as text; the
 * input schema's root has "type": "object". `output_schema` may be NULL.
 */
typedef struct tw_tool {
    uint32_t struct_size;
    uint32_t flags;
    const char *name;
    const char *title;
    const char *description;
    const char *input_schema;
    const char *output_schema;
    /** Calls that may run at once; 0: no limit. */
    uint32_t max_concurrency;
    /** Deadline when the caller names none (MCP clients and the command line do not); 0: the host's, 60 s. */
    uint32_t default_timeout_ms;
} tw_tool;

/**
 * The host as one plugin instance sees it. Owned by the host; valid from `create` until `destroy` returns.
 *
 * Pass the very pointer that `create` was given: it tells the host which plugin is asking. Since 1.0.
 */
struct tw_host {
    uint32_t struct_size;
    uint16_t abi_major;
    uint16_t abi_minor;
    /** The host's own; not to be touched. */
    void *context;

    /**
     * Finds a service by id, for example "tagwarden.http/1".
     *
     * Returns the service's struct, valid until `destroy` returns, or NULL when the host does not have it.
     * [any-thread]
     */
    const void *(*get_service)(const tw_host *host, const char *id);

    /**
     * Adds `count` tools, all or none, at any time between `create` and `destroy`.
     *
     * `ids` receives one number a tool, which `tw_call.tool` will carry. Returns TW_OK, TW_ALREADY_EXISTS
     * (a name is taken) or TW_INVALID_ARGUMENT (a name or schema is wrong; the host logs which). [any-thread]
     */
    tw_status (*register_tools)(const tw_host *host, const tw_tool *tools, uint32_t count, uint32_t *ids);

    /** Removes tools; calls in flight finish. Unknown numbers are TW_NOT_FOUND, the rest goes. [any-thread] */
    tw_status (*unregister_tools)(const tw_host *host, const uint32_t *ids, uint32_t count);

    /**
     * Says that what an extension's `describe` answers has changed (types, formats): the host asks again.
     * `extension` is its id. [any-thread]
     */
    void (*description_changed)(const tw_host *host, const char *extension);
};

#ifdef __cplusplus
}
#endif

#endif
