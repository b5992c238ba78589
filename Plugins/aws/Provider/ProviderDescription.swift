// SPDX-License-Identifier: Apache-2.0

/// What the host is told of AWS: the contract's extensions/provider.h, `describe`.
enum ProviderDescription {
    static var json: JSONObject {
        [
            "cloud": "aws",
            "title": "Amazon Web Services",
            "terms": ["tag": "tag", "scope": "account"],
            "key_case": "sensitive",
            "resource_types": .array(ResourceCatalogs.all.map { .object(entry($0.kind)) }),
            "filters": [
                [
                    "name": "regions", "aliases": ["region"], "means": "regions",
                    "description":
                        "Regions to look at, for example eu-west-1; by default all that are enabled.",
                ],
                [
                    "name": "scopes", "aliases": ["account_id", "account_ids", "accounts"], "means": "scopes",
                    "description": "Account numbers; only the account of the credentials can be looked at.",
                ],
            ],
            "id_prefixes": ["arn:"],
            // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
            "maximum_tags": 50,
            "maximum_key_length": 128,
            "maximum_value_length": 256,
        ]
    }

    private static func entry(_ kind: ResourceKind) -> JSONObject {
        [
            "type": .string(kind.type),
            "title": .string(kind.title),
            "generic": JSONValue(kind.generic),
            "regional": .bool(kind.isRegional),
            "cost": .bool(kind.hasCost),
            "permissions": JSONValue(kind.permissions),
        ]
    }
}
