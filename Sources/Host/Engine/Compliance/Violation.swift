// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec

/// One finding with the resource that it is about, as results show it.
struct Violation: Hashable, Sendable {
    var cloud: String
    var scope: String
    var region: String
    var id: String
    var resourceID: String
    var name: String?
    var type: String
    var kind: String
    var isError: Bool
    var tagName: String
    var foundKey: String?
    var currentValue: String?
    var allowedValues: [String]?
    var nearMiss: String?
    var message: String

    /// Errors first, then by place: the order of every list of findings.
    static func precedes(_ left: Violation, _ right: Violation) -> Bool {
        if left.isError != right.isError { return left.isError }
        if left.cloud != right.cloud { return left.cloud < right.cloud }
        if left.scope != right.scope { return left.scope < right.scope }
        if left.region != right.region { return left.region < right.region }
        if left.type != right.type { return left.type < right.type }
        if left.id != right.id { return left.id < right.id }
        return (left.tagName, left.kind) < (right.tagName, right.kind)
    }

    var json: JSONValue {
        var object: JSONObject = [
            "cloud": .string(cloud), "resource_id": .string(resourceID), "id": .string(id),
            "resource_type": .string(type), "scope": .string(scope), "region": .string(region),
            "violation_type": .string(kind), "tag_name": .string(tagName),
            "severity": isError ? "error" : "warning",
            "current_value": JSONValue(currentValue),
            "allowed_values": allowedValues.map { JSONValue($0) } ?? .null,
            "message": .string(message),
            "cost_impact_monthly": .null,
        ]
        object["resource_name"] = name.map(JSONValue.string)
        object["found_key"] = foundKey.map(JSONValue.string)
        object["near_miss"] = nearMiss.map(JSONValue.string)
        return .object(object)
    }
}
