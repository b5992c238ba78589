/* SPDX-License-Identifier: Apache-2.0 */
/** @file generator.h Extension "tagwarden.generator/1": a platform's enforcement rules made from a policy. */
#ifndef TAGWARDEN_EXTENSIONS_GENERATOR_H
#define TAGWARDEN_EXTENSIONS_GENERATOR_H

#include "../call.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_extension`. Since 1.0. */
#define TW_EXTENSION_GENERATOR "tagwarden.generator/1"

/** The extension. Constant, owned by the plugin, valid until `destroy` returns. Since 1.0. */
typedef struct tw_generator {
    uint32_t struct_size;
    uint32_t reserved;
    /**
     * Describes what it makes, borrowed until the next `describe` or `destroy`:
     *
     *     {"generators": [{"kind": "terraform" | "config_rules" | "custodian" | "openops" | text,
     *                      "cloud": text?, "policy_types": [text], "enforcement_levels": ["audit", "deny"],
     *                      "title": text, "options_schema": {JSON Schema}}]}
     * [host-thread]
     */
    tw_bytes (*describe)(void *instance);
    /**
     * Makes rules. Arguments {"kind", "policy_type", "enforcement_level", "policy": policy v2, "options"}.
     * Result {"artifacts": [{"name", "media_type", "content"}], "not_expressed": [{"tag", "aspect",
     * "resource_types", "reason"}], "deployment_instructions": text}. [invoker-thread]
     */
    void (*generate)(void *instance, const tw_call *call);
} tw_generator;

#ifdef __cplusplus
}
#endif

#endif
