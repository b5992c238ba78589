// SPDX-License-Identifier: Apache-2.0

import HostStorage
import JSONCodec

/// The answer of ``Engine/checkCompliance(_:_:)``.
package struct ComplianceReport: EngineResult {
    /// One cloud's part.
    struct Cloud: Sendable {
        var profile: CloudProfile
        var tally: ComplianceTally
        var quality: DataQuality
        var regions: RegionMetadata
        /// Why the cloud could not be asked, if it could not.
        var failure: ProviderFailure?
    }

    /// Which findings are listed and counted in `violation_count`; the score rests on all of them.
    enum Severity: String, Sendable, CaseIterable {
        case all
        case errorsOnly = "errors_only"
        case warningsOnly = "warnings_only"
    }

    /// Whether "all" clouds were asked for, which changes the shape of ``json``.
    var isForAllClouds: Bool
    /// The clouds' parts in the order of their names.
    var clouds: [Cloud]
    /// The first findings of the severity asked for.
    var violations: [Violation]
    var severity: Severity
    var taken: Timestamp
    /// Clouds that were left out, and why.
    var notes: [String] = []
    var policy: PolicyReference?
    var history: HistoryOutcome = .notAsked
    package var resultID: String?

    /// What became of the wish to keep the outcome.
    enum HistoryOutcome: Hashable, Sendable {
        case notAsked
        case stored(number: Int64)
        case failed(reason: String)
    }

    /// Totals of all clouds.
    var tally: ComplianceTally { clouds.reduce(into: ComplianceTally()) { $0.add($1.tally) } }

    /// Coverage of all clouds.
    var quality: DataQuality { .merged(clouds.map(\.quality), notes: notes) }

    package var status: DataQuality.Status? { quality.status }

    /// Findings of the severity asked for.
    func violationCount(_ tally: ComplianceTally) -> Int {
        switch severity {
        case .all: tally.errors + tally.warnings
        case .errorsOnly: tally.errors
        case .warningsOnly: tally.warnings
        }
    }
}

/// Which regions were scanned, as the predecessor told it.
struct RegionMetadata: Hashable, Sendable {
    /// Regions where every cell was answered.
    var successful: [String] = []
    /// Regions where a cell was not answered.
    var failed: [String] = []
    /// Regions that the credentials open but the call left out.
    var skipped: [String] = []
    var discoveryFailed = false

    var json: JSONValue {
        [
            "total_regions": JSONValue(successful.count + failed.count),
            "successful_regions": JSONValue(successful),
            "failed_regions": JSONValue(failed),
            "skipped_regions": JSONValue(skipped),
            "discovery_failed": .bool(discoveryFailed),
        ]
    }
}

/// The policy on which a result rests.
struct PolicyReference: Hashable, Sendable {
    var source: String
    var version: String
    var fingerprint: String

    var json: JSONValue {
        ["source": .string(source), "version": .string(version), "fingerprint": .string(fingerprint)]
    }
}
