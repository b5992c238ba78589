// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory
import JSONCodec
import TagPolicy

/// Picks the resources of one cloud that lack required tags, as they pass.
final class UntaggedSearch {
    private let evaluator: PolicyEvaluator
    private let writer: ResultWriter?
    private let now: Timestamp
    private let includesCosts: Bool
    private var findings: [Finding] = []
    private(set) var total = 0
    private(set) var neverTagged = 0
    private(set) var missingByTag: [String: Int] = [:]
    private(set) var first: FirstElements<UntaggedReport.Entry>

    init(_ policy: CompiledPolicy, _ query: UntaggedQuery, _ writer: ResultWriter?, at now: Timestamp) {
        evaluator = PolicyEvaluator(policy)
        self.writer = writer
        self.now = now
        includesCosts = query.includesCosts
        first = FirstElements(query.scan.limit) { $0.resource.precedes($1.resource) }
    }

    func search(_ batch: [Resource]) async throws {
        var rows: [ResultRow] = []
        for resource in batch {
            let missing = missingTags(of: resource)
            guard !missing.isEmpty else { continue }
            total += 1
            if resource.tags.isEmpty { neverTagged += 1 }
            for tag in missing { missingByTag[tag, default: 0] += 1 }
            let entry = UntaggedReport.Entry(resource: resource, missing: missing, ageDays: age(of: resource))
            first.insert(entry)
            guard writer != nil else { continue }
            rows.append(ResultRow(key: resource.sortKey, body: entry.json(withCosts: includesCosts).bytes()))
        }
        try await writer?.append(rows)
    }

    private func missingTags(of resource: Resource) -> [String] {
        findings.removeAll(keepingCapacity: true)
        _ = evaluator.evaluate(resource, into: &findings)
        return findings.filter { $0.violation == .missingRequiredTag }.map(\.tagName)
    }

    private func age(of resource: Resource) -> Int64? {
        resource.created.map { now.seconds(since: Timestamp(microseconds: $0)) / 86_400 }
    }
}
