// SPDX-License-Identifier: Apache-2.0

import HostStorage
package import JSONCodec
import Logging
import TagPolicy

extension Engine {
    /// Checks resources against the policy (requirements B1).
    ///
    /// - Parameters:
    ///   - arguments: `cloud_provider`, `filters`, `resource_types`, `regions` and the clouds' other filters,
    ///     `severity`, `limit`, `store_snapshot`, `force_refresh`, `max_age`.
    ///   - context: deadline, progress, what travels with the call.
    /// - Returns: score, totals, findings.
    /// - Throws: ``EngineError``, `CancellationError`.
    package func checkCompliance(
        _ arguments: JSONObject,
        _ context: CallContext = CallContext()
    ) async throws -> ComplianceReport {
        let query = try ComplianceQuery(arguments, self)
        let reference = try policy.current().reference
        let compiled = try policy.compiled(for: clouds)
        return try await writingResult("check_tag_compliance", context) { writer in
            var report = try await check(query, compiled, writer, context)
            report.policy = reference
            report.resultID = writer?.id
            if query.storesSnapshot { report.history = await keep(report, arguments) }
            var header = report
            header.violations = []
            try await writer?
                .finish(
                    header.json,
                    expires: report.taken.advanced(bySeconds: settings.resultAge)
                )
            return report
        }
    }

    /// One cloud's part with its first findings.
    private struct Part: Sendable {
        let cloud: ComplianceReport.Cloud
        let first: [Violation]
        let scan: CloudScanResult
    }

    private func check(
        _ query: ComplianceQuery,
        _ policy: CompiledPolicy,
        _ writer: ResultWriter?,
        _ context: CallContext
    ) async throws -> ComplianceReport {
        let taken = now()
        let environment = environment(context)
        let (parts, leftOut) = try await eachCloud(of: query.scan) { cloud in
            let check = ComplianceCheck(policy, query, writer)
            let scan = try await CloudScan(cloud, environment, consume: check.judge).run(query.scan)
            let part = ComplianceReport.Cloud(
                profile: cloud.profile,
                tally: check.tally,
                quality: scan.quality,
                regions: scan.regions,
                failure: scan.failure
            )
            return Part(cloud: part, first: check.first.sorted, scan: scan)
        }
        try requireAnswer(query.scan.isForAllClouds, parts.map { ($0.cloud.profile, $0.scan) })
        let first = parts.flatMap(\.first).sorted(by: Violation.precedes)
        return ComplianceReport(
            isForAllClouds: query.scan.isForAllClouds,
            clouds: parts.map(\.cloud),
            violations: Array(first.prefix(query.scan.limit)),
            severity: query.severity,
            taken: taken,
            notes: leftOut
        )
    }

    /// Keeps the outcome in the history; that it could not be kept does not undo the answer, which says so.
    private func keep(
        _ report: ComplianceReport,
        _ arguments: JSONObject
    ) async -> ComplianceReport.HistoryOutcome {
        do {
            return .stored(number: try await store.append(report.snapshot(arguments)))
        } catch {
            logger.error("A snapshot could not be kept", metadata: ["cause": "\(error)"])
            return .failed(reason: "\(error)")
        }
    }
}

extension ComplianceReport {
    fileprivate func snapshot(_ arguments: JSONObject) -> Snapshot {
        let tally = tally
        let quality = quality
        var details: JSONObject = ["arguments": .object(arguments), "data_quality": quality.json]
        details["clouds"] = .object(
            JSONObject(
                clouds.map { cloud in
                    (
                        cloud.profile.cloud,
                        [
                            "totals": .object(cloud.tally.overall.json),
                            "status": .string(cloud.quality.status.rawValue),
                            "scopes": .object(
                                JSONObject(
                                    cloud.tally.scopes.sorted { $0.key < $1.key }
                                        .map { ($0.key, .object($0.value.json)) }
                                )
                            ),
                        ]
                    )
                }
            )
        )
        return Snapshot(
            taken: taken,
            clouds: clouds.map(\.profile.cloud),
            score: quality.status == .none ? nil : tally.overall.score,
            totalResources: tally.overall.total,
            compliantResources: tally.overall.compliant,
            violations: tally.errors + tally.warnings,
            quality: quality.status.rawValue,
            policy: policy?.fingerprint ?? "",
            details: .object(details)
        )
    }
}
