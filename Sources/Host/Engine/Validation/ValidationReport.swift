// SPDX-License-Identifier: Apache-2.0

import HostStorage
package import JSONCodec
import Inventory

/// The answer of ``Engine/validateResources(_:_:)``.
package struct ValidationReport: EngineResult {
    /// How the look-up of one id ended.
    enum Outcome: String, Hashable, Sendable, CaseIterable {
        case found
        case notFound = "not_found"
        case refused
        case throttled
        case failed
        case unsupported
        case malformed

        /// Whether the cloud gave a definite answer.
        var isAnswer: Bool {
            switch self {
            case .found, .notFound, .unsupported, .malformed: true
            case .refused, .throttled, .failed: false
            }
        }
    }

    /// One id of the call.
    struct Entry: Hashable, Sendable {
        var id: String
        var outcome: Outcome
        var cloud: String?
        var resource: Resource?
        /// `nil` for an id that was not found, or whose type no required tag applies to.
        var isCompliant: Bool?
        var isInScope = false
        var violations: [Violation] = []
        var permission: String?
        var detail: String?
    }

    /// One entry for each distinct id, in the order of the call.
    var entries: [Entry]
    var taken: Timestamp
    var policy: PolicyReference
    /// Ids of the call that stood there before.
    var duplicates = 0
    package var resultID: String? { nil }

    var compliant: Int { entries.count { $0.isCompliant == true } }
    var nonCompliant: Int { entries.count { $0.isCompliant == false } }
    var outOfScope: Int { entries.count { $0.outcome == .found && !$0.isInScope } }
    var notFound: Int { entries.count { $0.outcome == .notFound } }

    package var status: DataQuality.Status? {
        let answers = entries.count { $0.outcome.isAnswer }
        if answers == entries.count { return .complete }
        return answers == 0 ? DataQuality.Status.none : .partial
    }

    package var summary: String {
        let unknown = entries.count - compliant - nonCompliant - outOfScope
        let parts = [
            "\(compliant) compliant", "\(nonCompliant) not compliant",
            outOfScope > 0 ? "\(outOfScope) out of scope" : nil,
            unknown > 0 ? "\(unknown) could not be validated" : nil,
        ]
        return "Of \(entries.count) resources: \(parts.compactMap(\.self).joined(separator: ", "))."
    }
}

extension ValidationReport {
    package var json: JSONValue {
        var outcomes = JSONObject()
        for outcome in Outcome.allCases {
            outcomes[outcome.rawValue] = JSONValue(entries.count { $0.outcome == outcome })
        }
        var quality: JSONObject = ["status": .string((status ?? .complete).rawValue), "source": "scan"]
        quality["age_seconds"] = 0
        quality["lookups"] = .object(outcomes)
        return [
            "total_resources": JSONValue(entries.count),
            "compliant_resources": JSONValue(compliant),
            "non_compliant_resources": JSONValue(nonCompliant),
            "out_of_scope_resources": JSONValue(outOfScope),
            "not_validated_resources": JSONValue(entries.count { $0.outcome != .found }),
            "duplicate_ids": JSONValue(duplicates),
            "results": .array(entries.map(\.json)),
            "data_quality": .object(quality),
            "policy": policy.json,
            "validation_timestamp": .string(taken.description),
        ]
    }
}

extension ValidationReport.Entry {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "resource_arn": .string(id),
            "status": .string(outcome.rawValue),
            "is_compliant": isCompliant.map(JSONValue.bool) ?? .null,
            "violations": .array(violations.map(\.json)),
        ]
        object["cloud"] = cloud.map(JSONValue.string)
        if let resource {
            object["resource_id"] = .string(resource.resourceID)
            object["resource_name"] = resource.name.map(JSONValue.string)
            object["resource_type"] = .string(resource.type)
            object["scope"] = .string(resource.scope)
            object["region"] = .string(resource.region)
            object["in_scope"] = .bool(isInScope)
            object["current_tags"] = resource.tagsJSON
        }
        object["permission"] = permission.map(JSONValue.string)
        object["detail"] = detail.map(JSONValue.string)
        return .object(object)
    }
}
