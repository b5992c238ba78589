// SPDX-License-Identifier: Apache-2.0

import HostStorage
package import JSONCodec
import Inventory

/// The answer of ``Engine/findUntagged(_:_:)``.
package struct UntaggedReport: EngineResult {
    /// A resource that lacks required tags.
    struct Entry: Hashable, Sendable {
        var resource: Resource
        var missing: [String]
        /// Whole days since the resource was made; `nil` where the cloud does not tell.
        var ageDays: Int64?
    }

    /// One cloud's part.
    struct Cloud: Sendable {
        var profile: CloudProfile
        var total = 0
        var neverTagged = 0
        var missingByTag: [String: Int] = [:]
        var quality: DataQuality
        var failure: ProviderFailure?
    }

    var isForAllClouds: Bool
    var clouds: [Cloud]
    /// The first resources in the order of cloud, scope, region, type, id.
    var entries: [Entry]
    /// Whether the caller wants costs, of which there are none yet.
    var includesCosts: Bool
    var taken: Timestamp
    /// Clouds that were left out, and why.
    var notes: [String] = []
    var policy: PolicyReference?
    package var resultID: String?

    var quality: DataQuality { .merged(clouds.map(\.quality), notes: notes) }
    package var status: DataQuality.Status? { quality.status }
    var total: Int { clouds.reduce(0) { $0 + $1.total } }
    var neverTagged: Int { clouds.reduce(0) { $0 + $1.neverTagged } }

    package var summary: String {
        let name = isForAllClouds ? "All clouds" : clouds.first?.profile.title ?? "No cloud"
        let quality = quality
        guard quality.status != .none else {
            return "\(name): nothing could be checked. \(quality.warningText)"
        }
        let counts =
            "\(name): \(total) resources lack required tags, \(neverTagged) of them have no tag at all."
        return quality.gaps.isEmpty ? counts : "\(counts) \(quality.warningText)"
    }
}

extension UntaggedReport {
    package var json: JSONValue {
        var object: JSONObject = [
            "cloud_provider": .string(isForAllClouds ? "all" : clouds.first?.profile.cloud ?? ""),
            "total_untagged": quality.status == .none ? .null : JSONValue(total),
            "total_never_tagged": quality.status == .none ? .null : JSONValue(neverTagged),
            "resources": .array(entries.map { $0.json(withCosts: includesCosts) }),
            "resources_truncated": .bool(total > entries.count),
            "missing_by_tag": missingJSON,
            "data_quality": quality.json,

            "scan_timestamp": .string(taken.description),
        ]
        if isForAllClouds {
            object["clouds"] = .object(JSONObject(clouds.map { ($0.profile.cloud, $0.json) }))
        }
        if includesCosts {
            object["total_monthly_cost"] = .null
            object["cost_data_note"] = .string(CostNote.noSource)
        }
        object["policy"] = policy?.json
        object["result_id"] = resultID.map(JSONValue.string)
        return .object(object)
    }

    private var missingJSON: JSONValue {
        let sums = clouds.reduce(into: [String: Int]()) { $0.merge($1.missingByTag, uniquingKeysWith: +) }
        return .object(JSONObject(sums.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }))
    }
}

extension UntaggedReport.Cloud {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "total_untagged": quality.status == .none ? .null : JSONValue(total),
            "total_never_tagged": quality.status == .none ? .null : JSONValue(neverTagged),
            "data_quality": quality.json,
        ]
        object["error"] = failure.map { .string($0.sentence) }
        return .object(object)
    }
}

extension UntaggedReport.Entry {
    /// The resource as results show it.
    func json(withCosts: Bool) -> JSONValue {
        var object: JSONObject = [
            "cloud": .string(resource.cloud), "resource_id": .string(resource.resourceID),
            "resource_type": .string(resource.type), "scope": .string(resource.scope),
            "region": .string(resource.region), "arn": .string(resource.id),
            "current_tags": resource.tagsJSON,
            "never_tagged": .bool(resource.tags.isEmpty),
            "missing_required_tags": JSONValue(missing),
            "age_days": ageDays.map(JSONValue.integer) ?? .null,
        ]
        object["resource_name"] = resource.name.map(JSONValue.string)
        if withCosts {
            object["monthly_cost_estimate"] = .null
            object["cost_source"] = .null
        }
        return .object(object)
    }
}

extension Resource {
    /// Tags as an object; of two tags with one key, which no cloud has, the later counts.
    var tagsJSON: JSONValue { .object(JSONObject(tags.map { ($0.key, .string($0.value)) })) }
}
