// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// The outcome of one compliance check, kept for trends.
package struct Snapshot: Hashable, Sendable {
    /// When the check was made.
    package var taken: Timestamp
    /// The clouds it covered, sorted.
    package var clouds: [String]
    /// Compliant share of the resources in scope; `nil` when nothing was answered.
    package var score: Double?
    /// Resources in scope.
    package var totalResources: Int
    /// Resources in scope that break no required rule.
    package var compliantResources: Int
    /// Findings of any severity.
    package var violations: Int
    /// "complete", "partial" or "none".
    package var quality: String
    /// The policy's fingerprint.
    package var policy: String
    /// Everything else that a later reader may want: the query, the breakdowns.
    package var details: JSONValue

    /// Describes an outcome.
    ///
    /// - Parameters:
    ///   - taken: when.
    ///   - clouds: clouds covered.
    ///   - score: compliant share.
    ///   - totalResources: resources in scope.
    ///   - compliantResources: compliant ones.
    ///   - violations: findings.
    ///   - quality: complete, partial or none.
    ///   - policy: the policy's fingerprint.
    ///   - details: the rest.
    package init(
        taken: Timestamp,
        clouds: [String],
        score: Double?,
        totalResources: Int,
        compliantResources: Int,
        violations: Int,
        quality: String,
        policy: String,
        details: JSONValue
    ) {
        self.taken = taken
        self.clouds = clouds
        self.score = score
        self.totalResources = totalResources
        self.compliantResources = compliantResources
        self.violations = violations
        self.quality = quality
        self.policy = policy
        self.details = details
    }
}

/// The history of compliance checks.
package protocol SnapshotStore: Sendable {
    /// Keeps an outcome; once this returns, it survives a loss of power.
    ///
    /// - Parameter snapshot: the outcome.
    /// - Returns: its number, larger for a later one.
    /// - Throws: ``StorageError``.
    func append(_ snapshot: Snapshot) async throws -> Int64

    /// Reads the newest outcomes.
    ///
    /// - Parameter limit: how many at most.
    /// - Returns: numbers and outcomes, newest first.
    /// - Throws: ``StorageError``.
    func snapshots(limit: Int) async throws -> [(number: Int64, snapshot: Snapshot)]
}
