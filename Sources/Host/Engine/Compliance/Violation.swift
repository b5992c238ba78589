// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory
import JSONCodec
import TagPolicy

/// One finding with the resource that it is about, as results show it.
struct Violation: Hashable, Sendable {
    let resource: Resource
    let finding: Finding

    var isError: Bool { finding.severity == .error }

    /// Errors first, then by place: the order of every list of findings.
    static func precedes(_ left: Violation, _ right: Violation) -> Bool {
        if left.isError != right.isError { return left.isError }
        if left.resource.id != right.resource.id { return left.resource.precedes(right.resource) }
        let (first, second) = (left.finding, right.finding)
        return (first.tagName, first.violation.rawValue) < (second.tagName, second.violation.rawValue)
    }

    var json: JSONValue {
        var object: JSONObject = [
            "cloud": .string(resource.cloud),
            "resource_id": .string(resource.resourceID),
            "id": .string(resource.id),
            "resource_type": .string(resource.type),
            "scope": .string(resource.scope),
            "region": .string(resource.region),
            "violation_type": .string(finding.violation.rawValue),
            "tag_name": .string(finding.tagName),
            "severity": .string(finding.severity.rawValue),
            "current_value": JSONValue(finding.currentValue),
            "allowed_values": finding.allowedValues.map { JSONValue($0) } ?? .null,
            "message": .string(finding.message),
            "cost_impact_monthly": .null,
        ]
        object["resource_name"] = resource.name.map(JSONValue.string)
        object["found_key"] = finding.foundKey.map(JSONValue.string)
        object["near_miss"] = finding.nearMiss.map(JSONValue.string)
        return .object(object)
    }

    /// Sorts as ``precedes(_:_:)`` does; `number` tells findings of one resource and severity apart.
    func row(number: Int) -> ResultRow {
        let severity = isError ? "0" : "1"
        return ResultRow(key: "\(severity)\u{1}\(resource.sortKey)\u{1}\(1000 + number)", body: json.bytes())
    }
}

extension Resource {
    /// The order in which resources are listed.
    func precedes(_ other: Resource) -> Bool {
        if cloud != other.cloud { return cloud < other.cloud }
        if scope != other.scope { return scope < other.scope }
        if region != other.region { return region < other.region }
        if type != other.type { return type < other.type }
        return id < other.id
    }

    /// A text whose bytes sort as ``precedes(_:)`` does.
    var sortKey: String { "\(cloud)\u{1}\(scope)\u{1}\(region)\u{1}\(type)\u{1}\(id)" }
}
