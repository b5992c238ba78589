// SPDX-License-Identifier: Apache-2.0

import Inventory
package import JSONCodec
import TagPolicy

/// The answer of ``Engine/explain(_:_:)``: which rules judged a resource, and how each one did.
package struct ExplanationReport: EngineResult {
    var entry: ValidationReport.Entry
    var explanation: PolicyExplanation?
    var policy: PolicyReference

    package var status: DataQuality.Status? { entry.outcome == .found ? .complete : DataQuality.Status.none }
    package var resultID: String? { nil }

    package var summary: String {
        guard let explanation, let resource = entry.resource else {
            return "\(entry.id) could not be judged: \(entry.detail ?? entry.outcome.rawValue)"
        }
        let judged = explanation.steps.count { $0.outcome == .passed || $0.outcome == .violated }
        let violated = explanation.steps.count { $0.outcome == .violated }
        return "\(resource.type) \(resource.resourceID): \(explanation.verdict.words); "
            + "\(judged) of \(explanation.steps.count) rules judged it, \(violated) of them found fault."
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "resource": .string(entry.id),
            "status": .string(entry.outcome.rawValue),
            "verdict": JSONValue(explanation?.verdict.words),
        ]
        object["detail"] = entry.detail.map(JSONValue.string)
        object["permission"] = entry.permission.map(JSONValue.string)
        if let resource = entry.resource {
            object["resource_type"] = .string(resource.type)
            object["scope"] = .string(resource.scope)
            object["region"] = .string(resource.region)
            object["current_tags"] = resource.tagsJSON
        }
        object["rules"] = .array(explanation?.steps.map(\.json) ?? [])
        object["naming"] = .array(explanation?.naming.map { ["message": .string($0.message)] } ?? [])
        object["policy"] = policy.json
        return .object(object)
    }
}

extension PolicyExplanation.Step {
    fileprivate var json: JSONValue {
        [
            "tag": .string(rule.name),
            "outcome": .string(outcome.rawValue),
            "found": found.map { .string("\($0.key)=\($0.value)") } ?? .null,
            "required": .bool(rule.isRequired),
            "rule": .string(pointer.description),
            "message": JSONValue(finding?.message),
        ]
    }
}

extension Verdict {
    /// The verdict as it stands in a result.
    fileprivate var words: String {
        switch self {
        case .outOfScope: "out_of_scope"
        case .compliant: "compliant"
        case .violating: "violating"
        }
    }
}
