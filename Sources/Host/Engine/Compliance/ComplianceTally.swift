// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Exact totals of one cloud's check, kept while resources pass by.
struct ComplianceTally: Hashable, Sendable {
    /// Totals of one region, scope or type.
    struct Counts: Hashable, Sendable {
        var total = 0
        var compliant = 0
        var violations = 0

        /// Compliant share; 1 when nothing is in scope.
        var score: Double { total == 0 ? 1 : Double(compliant) / Double(total) }

        mutating func add(_ other: Counts) {
            total += other.total
            compliant += other.compliant
            violations += other.violations
        }
    }

    var overall = Counts()
    var outOfScope = 0
    var regions: [String: Counts] = [:]
    var scopes: [String: Counts] = [:]
    var types: [String: Counts] = [:]
    var violationsByType: [String: Int] = [:]
    var violationsByTag: [String: Int] = [:]
    var errors = 0
    var warnings = 0

    /// Adds another cloud's totals.
    mutating func add(_ other: ComplianceTally) {
        overall.add(other.overall)
        outOfScope += other.outOfScope
        regions.merge(other.regions) { $0.adding($1) }
        scopes.merge(other.scopes) { $0.adding($1) }
        types.merge(other.types) { $0.adding($1) }
        violationsByType.merge(other.violationsByType, uniquingKeysWith: +)
        violationsByTag.merge(other.violationsByTag, uniquingKeysWith: +)
        errors += other.errors
        warnings += other.warnings
    }
}

extension ComplianceTally.Counts {
    func adding(_ other: Self) -> Self {
        var sum = self
        sum.add(other)
        return sum
    }

    var json: JSONObject {
        [
            "compliance_score": .number(score),
            "total_resources": JSONValue(total),
            "compliant_resources": JSONValue(compliant),
            "non_compliant_resources": JSONValue(total - compliant),
            "violation_count": JSONValue(violations),
        ]
    }
}
