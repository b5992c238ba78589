// SPDX-License-Identifier: Apache-2.0

import HostStorage
package import JSONCodec

extension ComplianceReport {
    package var json: JSONValue {
        var object = isForAllClouds ? allCloudsJSON : clouds.first.map(singleCloudJSON) ?? [:]
        let tally = tally
        object["out_of_scope_resources"] = JSONValue(tally.outOfScope)
        object["violations"] = .array(violations.map(\.json))
        object["violation_count"] = JSONValue(violationCount(tally))
        object["violations_truncated"] = .bool(violationCount(tally) > violations.count)
        object["violation_totals"] = tally.violationTotalsJSON
        object["severity_filter"] = .string(severity.rawValue)
        object["regional_breakdown"] = breakdown("region", \.regions)
        object["scope_breakdown"] = breakdown("scope", \.scopes)
        object["type_breakdown"] = breakdown("resource_type", \.types)
        object["data_quality"] = quality.json
        object["policy"] = policy?.json
        object["scan_timestamp"] = .string(taken.description)
        object["cost_data_note"] = .string(CostNote.noSource)
        addHistory(to: &object)
        object["result_id"] = resultID.map(JSONValue.string)
        return .object(object)
    }

    private func singleCloudJSON(_ cloud: Cloud) -> JSONObject {
        [
            "cloud_provider": .string(cloud.profile.cloud),
            "compliance_score": cloud.scoreJSON,
            "total_resources": JSONValue(cloud.tally.overall.total),
            "compliant_resources": JSONValue(cloud.tally.overall.compliant),
            "non_compliant_resources": JSONValue(cloud.tally.overall.nonCompliant),
            "cost_attribution_gap": .null,
            "region_metadata": cloud.regions.json,
        ]
    }

    private var allCloudsJSON: JSONObject {
        let overall = tally.overall
        let score = Self.score(overall, quality).map(JSONValue.number) ?? .null
        return [
            "cloud_provider": "all",
            "overall_compliance": score,
            "compliance_score": score,
            "total_resources": JSONValue(overall.total),
            "compliant_resources": JSONValue(overall.compliant),
            "non_compliant_resources": JSONValue(overall.nonCompliant),
            "clouds": .object(JSONObject(clouds.map { ($0.profile.cloud, cloudJSON($0)) })),
            "total_cost_attribution_gap": .null,
            "cross_cloud_inconsistencies": [],
        ]
    }

    private func cloudJSON(_ cloud: Cloud) -> JSONValue {
        var object: JSONObject = [
            "compliance_score": cloud.scoreJSON,
            "total_resources": JSONValue(cloud.tally.overall.total),
            "compliant_resources": JSONValue(cloud.tally.overall.compliant),
            "non_compliant_resources": JSONValue(cloud.tally.overall.nonCompliant),
            "violations": JSONValue(violationCount(cloud.tally)),
            "cost_impact": .null,
            "region_metadata": cloud.regions.json,
            "data_quality": cloud.quality.json,
        ]
        object["error"] = cloud.failure.map { .string($0.sentence) }
        return .object(object)
    }

    /// One entry for each cloud and place, in that order.
    private func breakdown(
        _ place: String,
        _ counts: KeyPath<ComplianceTally, [String: ComplianceTally.Counts]>
    ) -> JSONValue {
        .array(
            clouds.flatMap { cloud in
                cloud.tally[keyPath: counts].sorted { $0.key < $1.key }
                    .map { name, counts in
                        var object: JSONObject = [
                            place: .string(name), "cloud": .string(cloud.profile.cloud),
                        ]
                        for member in counts.json { object[member.name] = member.value }
                        object["cost_attribution_gap"] = .null
                        return .object(object)
                    }
            }
        )
    }

    private func addHistory(to object: inout JSONObject) {
        object["stored_in_history"] = false
        switch history {
        case .notAsked: break
        case .stored(let number):
            object["stored_in_history"] = true
            object["snapshot_id"] = .integer(number)
        case .failed(let reason): object["history_error"] = .string(reason)
        }
    }
}

extension ComplianceReport {
    /// The compliant share; nothing when nothing was answered, or nothing was judged and something not seen.
    static func score(_ counts: ComplianceTally.Counts, _ quality: DataQuality) -> Double? {
        let isUnknown = quality.status == .none || quality.status == .partial && counts.total == 0
        return isUnknown ? nil : counts.score
    }
}

extension ComplianceReport.Cloud {
    /// No score without an answer: an unknown estate is not a compliant one.
    var score: Double? { ComplianceReport.score(tally.overall, quality) }

    fileprivate var scoreJSON: JSONValue { score.map(JSONValue.number) ?? .null }
}

extension ComplianceTally {
    fileprivate var violationTotalsJSON: JSONValue {
        [
            "by_type": Self.countsJSON(violationsByType),
            "by_tag": Self.countsJSON(violationsByTag),
            "by_severity": ["error": JSONValue(errors), "warning": JSONValue(warnings)],
        ]
    }

    private static func countsJSON(_ counts: [String: Int]) -> JSONValue {
        .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }))
    }
}

/// Why results have no costs.
enum CostNote {
    static let noSource = "No cost source is loaded: costs are unknown, which is not the same as zero."
}
