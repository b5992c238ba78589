// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import HostStorage
import TagPolicy

extension Engine {
    /// Finds resources that lack required tags (requirements B2).
    ///
    /// - Parameters:
    ///   - arguments: as of ``checkCompliance(_:_:)`` without `severity` and `store_snapshot`, and
    ///     `include_costs`, `min_cost_threshold`.
    ///   - context: deadline, progress, what travels with the call.
    /// - Returns: resources with what they lack.
    /// - Throws: ``EngineError``, `CancellationError`.
    package func findUntagged(
        _ arguments: JSONObject,
        _ context: CallContext = CallContext()
    ) async throws -> UntaggedReport {
        let query = try UntaggedQuery(arguments, self)
        let reference = try policy.current().reference
        let compiled = try policy.compiled(for: clouds)
        return try await writingResult("find_untagged_resources", context) { writer in
            var report = try await search(query, compiled, writer, context)
            report.policy = reference
            report.resultID = writer?.id
            var header = report
            header.entries = []
            try await writer?
                .finish(
                    header.json,
                    expires: report.taken.advanced(bySeconds: settings.resultAge)
                )
            return report
        }
    }

    /// One cloud's part with its first resources.
    private struct Part: Sendable {
        let cloud: UntaggedReport.Cloud
        let first: [UntaggedReport.Entry]
        let scan: CloudScanResult
    }

    private func search(
        _ query: UntaggedQuery,
        _ policy: CompiledPolicy,
        _ writer: ResultWriter?,
        _ context: CallContext
    ) async throws -> UntaggedReport {
        let taken = now()
        let environment = environment(context)
        let (parts, leftOut) = try await eachCloud(of: query.scan) { cloud in
            let search = UntaggedSearch(policy, query, writer, at: taken)
            let scan = try await CloudScan(cloud, environment, consume: search.search).run(query.scan)
            let part = UntaggedReport.Cloud(
                profile: cloud.profile,
                total: search.total,
                neverTagged: search.neverTagged,
                missingByTag: search.missingByTag,
                quality: scan.quality,
                failure: scan.failure
            )
            return Part(cloud: part, first: search.first.sorted, scan: scan)
        }
        try requireAnswer(query.scan.isForAllClouds, parts.map { ($0.cloud.profile, $0.scan) })
        let first = parts.flatMap(\.first).sorted { $0.resource.precedes($1.resource) }
        return UntaggedReport(
            isForAllClouds: query.scan.isForAllClouds,
            clouds: parts.map(\.cloud),
            entries: Array(first.prefix(query.scan.limit)),
            includesCosts: query.includesCosts,
            taken: taken,
            notes: leftOut
        )
    }
}
