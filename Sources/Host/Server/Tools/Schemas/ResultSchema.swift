// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Pieces of output schemas.
enum ResultSchema {
    static let text: JSONValue = ["type": "string"]
    static let flag: JSONValue = ["type": "boolean"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    static let countOrUnknown: JSONValue = ["type": ["integer", "null"], "minimum": 0]
    static let money: JSONValue = [
        "type": ["number", "null"], "description": "Null when no cost source is loaded: unknown, not zero.",
    ]
    static let score: JSONValue = [
        "type": ["number", "null"], "minimum": 0, "maximum": 1,
        "description": "Compliant share of the resources in scope; null when nothing could be seen.",
    ]
    static let timestamp: JSONValue = ["type": "string", "format": "date-time"]
    static let tags: JSONValue = ["type": "object", "additionalProperties": ["type": "string"]]

    static let violation = object(
        required: [
            ("cloud", text), ("resource_id", text), ("id", text), ("resource_type", text), ("scope", text),
            ("region", text),
            (
                "violation_type",
                ["enum": ["missing_required_tag", "invalid_value", "invalid_format", "naming_violation"]]
            ),
            ("tag_name", text), ("severity", ["enum": ["error", "warning"]]),
            ("current_value", ["type": ["string", "null"]]),
            ("allowed_values", ["type": ["array", "null"], "items": text]), ("message", text),
            ("cost_impact_monthly", money),
        ],
        optional: [("near_miss", text), ("found_key", text), ("resource_name", text)]
    )

    static let dataQuality = object(
        required: [
            ("status", ["enum": ["complete", "partial", "none"]]),
            ("source", ["enum": ["inventory", "scan", "mixed"]]),
            ("age_seconds", count),
            ("cells", ["type": "object", "additionalProperties": count]),
        ],
        optional: [
            ("gaps", list(of: ["type": "object", "required": ["region", "resource_type", "status"]])),
            ("gaps_total", count), ("warning", text), ("notes", list(of: text)),
        ]
    )

    static let policyReference = object(required: [
        ("source", text), ("version", text), ("fingerprint", text),
    ])

    /// One line of a breakdown.
    ///
    /// - Parameter place: the member that says of what.
    /// - Returns: its schema.
    static func breakdown(_ place: String) -> JSONValue {
        object(
            required: [
                (place, text), ("cloud", text), ("compliance_score", score), ("total_resources", count),
                ("compliant_resources", count), ("violation_count", count),
            ]
        )
    }

    /// A list.
    ///
    /// - Parameter items: the schema of its elements.
    /// - Returns: its schema.
    static func list(of items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    /// An object that may have further members.
    ///
    /// - Parameters:
    ///   - required: members that are always there.
    ///   - optional: members that may be there.
    /// - Returns: its schema.
    static func object(required: [(String, JSONValue)], optional: [(String, JSONValue)] = []) -> JSONValue {
        [
            "type": "object",
            "required": JSONValue(required.map(\.0)),
            "properties": .object(JSONObject(required + optional)),
        ]
    }
}
