/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file provider.h
 * Extension "tagwarden.provider/1": the inventory, tags, costs and scopes of one cloud.
 *
 * Each operation is a call (call.h): JSON arguments in, batches and coverage out, `done` at the end. An
 * operation that could see only a part ends with TW_OK and says so by coverage; it fails as a whole only when
 * nothing could be asked (no credentials).
 *
 * A *coverage cell* is one scope x region x resource type. A provider emits, for every cell that was asked for,
 * exactly one TW_CHUNK_COVERAGE object once the cell has ended, after the last batch with a row of the cell:
 *
 *     {"scope": "111122223333", "region": "eu-west-1", "resource_type": "ec2:instance",
 *      "status": "answered" | "refused" | "throttled" | "failed" | "not_covered",
 *      "resources": 12,                 rows emitted for the cell
 *      "permission": "ec2:DescribeInstances",   refused: what is missing
 *      "code": "UnauthorizedOperation",         the cloud's own code
 *      "detail": "one sentence"}
 *
 * The cells asked for are scopes x regions x types of the arguments; an absent list means all that `scopes`
 * answers. A type that is not regional has one cell a scope, with the region "global". "resources" is required
 * and is the number of rows emitted for the cell, each id once; another number, a second object or rows after it
 * make the cell failed. A cell without an object counts as not covered.
 *
 * Only "answered" means that the list is complete. Rows of any other cell are resources that were seen: they are
 * judged and counted, and the result says that there may be more of them.
 */
#ifndef TAGWARDEN_EXTENSIONS_PROVIDER_H
#define TAGWARDEN_EXTENSIONS_PROVIDER_H

#include "../call.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_extension`. Since 1.0. */
#define TW_EXTENSION_PROVIDER "tagwarden.provider/1"

/** The extension. Constant, owned by the plugin, valid until `destroy` returns. Since 1.0. */
typedef struct tw_provider {
    uint32_t struct_size;
    uint32_t reserved;

    /**
     * Describes the cloud as a JSON object, borrowed until the next call of `describe` or `destroy`:
     *
     *     {"cloud": "aws", "title": "Amazon Web Services", "terms": {"tag": "tag", "scope": "account"},
     *      "key_case": "sensitive" | "insensitive" | "lowercase",
     *      "resource_types": [{"type": "ec2:instance", "title": "...", "generic": "virtual_machine" | null,
     *                          "regional": true, "cost": true, "permissions": ["ec2:DescribeInstances"]}],
     *      "filters": [{"name": "regions", "aliases": ["region"], "means": "regions" | "scopes" |
     *                   "resource_types" | "other", "description": "..."}],
     *      "id_prefixes": ["arn:"],          what ids that `lookup` takes begin with
     *      "maximum_tags": 50, "maximum_key_length": 128, "maximum_value_length": 256}
     *
     * Required: cloud, title, key_case, resource_types with type and title. "generic" is free text that providers
     * of several clouds share (virtual_machine, database, object_store, function, ...). [host-thread]
     */
    tw_bytes (*describe)(void *instance);

    /**
     * Lists scopes and their regions that the credentials open.
     *
     * Arguments {}. Result {"scopes": [{"id": text, "name": text?, "status": "usable" | "refused", "detail":
     * text?, "regions": [text]}], "regions_discovered": bool, "detail": text?}. "regions_discovered" is true when
     * the list of regions is complete, whether it was asked for or is fixed, and false when asking failed and it
     * is a guess. [invoker-thread]
     */
    void (*scopes)(void *instance, const tw_call *call);

    /**
     * Lists resources with their tags, those never tagged included.
     *
     * Arguments {"resource_types": [text], "regions": [text]?, "scopes": [text]?, "allowed_regions": [text]?,
     * "filters": object?}; types are native ones. "allowed_regions" is the operator's list: regions outside it are
     * left out, without cells. A region that is not enabled or a scope not known ends the
     * call with TW_INVALID_ARGUMENT naming the valid ones. Emits resource batches (columns.h) and coverage.
     * Result {"scopes": [as above], "requests": number, "retries": number}. [invoker-thread]
     */
    void (*inventory)(void *instance, const tw_call *call);

    /**
     * Looks single resources up by id.
     *
     * Arguments {"ids": [text]}, each once. Emits resource batches for those found, in any order, and no coverage.
     * Result {"outcomes": [{"id": text,
     * "status": "found" | "not_found" | "refused" | "throttled" | "failed" | "unsupported" | "malformed",
     * "resource_type": text?, "permission": text?, "detail": text?}]} in the order of `ids`. [invoker-thread]
     */
    void (*lookup)(void *instance, const tw_call *call);

    /**
     * Lists charges. Optional (NULL).
     *
     * Arguments {"start": "YYYY-MM-DD", "end": "YYYY-MM-DD" exclusive, "scopes": [text]?}. Emits cost batches
     * (columns.h). Result {"currency": text, "total": decimal as text, "requests": number, "sources": [text]}.
     * [invoker-thread]
     */
    void (*costs)(void *instance, const tw_call *call);
} tw_provider;

#ifdef __cplusplus
}
#endif

#endif
