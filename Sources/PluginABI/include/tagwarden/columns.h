/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file columns.h
 * Names and Arrow formats of the columns in batches of resources, costs and findings.
 *
 * A batch is an Arrow struct array (format "+s") of at most TW_BATCH_MAX_ROWS rows whose children are the
 * columns. Columns are found by *name*: their order is free, unknown ones are ignored, and a column marked
 * optional may be absent. "u" columns may be dictionary-encoded with int32 indices (format "i").
 * Since 1.0 for every item.
 */
#ifndef TAGWARDEN_COLUMNS_H
#define TAGWARDEN_COLUMNS_H

/** Most rows that one batch may have; a larger batch is malformed. */
#define TW_BATCH_MAX_ROWS 8192

/* Resources ---------------------------------------------------------------------------------------------- */

/**
 * "u": the cloud's own full identifier (AWS ARN, Azure resource id, GCP full resource name). Unique in the
 * cloud; a repeated one counts once.
 */
#define TW_COL_ID "id"
/** "u": resource type as the provider's description lists it; any other fails the call. */
#define TW_COL_TYPE "type"
/** "u": short identifier as people use it (instance id, bucket name). */
#define TW_COL_RESOURCE_ID "resource_id"
/** "u", nullable, optional: display name (AWS Name tag, Azure name, GCP displayName). */
#define TW_COL_NAME "name"
/** "u": scope (AWS account id, Azure subscription id, GCP project id). */
#define TW_COL_SCOPE "scope"
/** "u": region, or "global" for a resource that has none. */
#define TW_COL_REGION "region"
/** "tsu:UTC" (microseconds since 1970), nullable, optional: creation time, null where the cloud tells none. */
#define TW_COL_CREATED "created"
/** "u", nullable, optional: life-cycle state in the cloud's words. */
#define TW_COL_STATE "state"
/** "+m" map of "u" to nullable "u": tags, each key once; a null value is an empty one. Empty map: untagged. */
#define TW_COL_TAGS "tags"
/** "u", nullable, optional: JSON object with further facts of the resource. */
#define TW_COL_ATTRIBUTES "attributes"

/* Costs (FOCUS 1.2 names, https://focus.finops.org/focus-specification/) ---------------------------------- */

/** "u", nullable: the resource charged, null for a charge without one. */
#define TW_COL_COST_RESOURCE_ID "ResourceId"
/** "u": scope charged. */
#define TW_COL_COST_SUB_ACCOUNT_ID "SubAccountId"
/** "u": the provider's service name. */
#define TW_COL_COST_SERVICE_NAME "ServiceName"
/** "u", nullable: region of the charge. */
#define TW_COL_COST_REGION_ID "RegionId"
/** "d:38,12": amount billed, in units of BillingCurrency. */
#define TW_COL_COST_BILLED "BilledCost"
/** "d:38,12", optional: amortised amount. */
#define TW_COL_COST_EFFECTIVE "EffectiveCost"
/** "u": ISO 4217 code. */
#define TW_COL_COST_CURRENCY "BillingCurrency"
/** "tsu:UTC": start of the period, inclusive. */
#define TW_COL_COST_PERIOD_START "ChargePeriodStart"
/** "tsu:UTC": end of the period, exclusive. */
#define TW_COL_COST_PERIOD_END "ChargePeriodEnd"
/** "+m" map of "u" to nullable "u", optional: tags as they stand in the bill. */
#define TW_COL_COST_TAGS "Tags"

/* Findings: what exporters read. The resource columns above, and: ----------------------------------------- */

/** "u": cloud, as the provider's description names it. */
#define TW_COL_CLOUD "cloud"
/** "u": missing_required_tag, invalid_value, invalid_format, naming_violation. */
#define TW_COL_VIOLATION "violation_type"
/** "u": the policy's tag name. */
#define TW_COL_TAG_NAME "tag_name"
/** "u": error or warning. */
#define TW_COL_SEVERITY "severity"
/** "u", nullable: value found. */
#define TW_COL_CURRENT_VALUE "current_value"
/** "u": one sentence for people. */
#define TW_COL_MESSAGE "message"

#endif
