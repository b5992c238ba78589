// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec
import TagPolicy

/// Exact totals of one cloud's check, kept while resources pass by.
struct ComplianceTally: Hashable, Sendable {
    /// Totals of one region, scope or type.
    struct Counts: Hashable, Sendable {
        var total = 0
        var compliant = 0
        var violations = 0

        var nonCompliant: Int { total - compliant }

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

    /// Counts one resource and what was found on it.
    mutating func count(_ resource: Resource, _ verdict: Verdict, _ findings: some Collection<Finding>) {
        guard verdict != .outOfScope else {
            outOfScope += 1
            return
        }
        let one = Counts(total: 1, compliant: verdict == .compliant ? 1 : 0, violations: findings.count)
        overall.add(one)
        regions[resource.region, default: Counts()].add(one)
        scopes[resource.scope, default: Counts()].add(one)
        types[resource.type, default: Counts()].add(one)
        for finding in findings {
            violationsByType[finding.violation.rawValue, default: 0] += 1
            violationsByTag[finding.tagName, default: 0] += 1
            if finding.severity == .error { errors += 1 } else { warnings += 1 }
        }
    }

    /// Adds another cloud's totals.
    mutating func add(_ other: ComplianceTally) {
        overall.add(other.overall)
        outOfScope += other.outOfScope
        for (name, counts) in other.regions { regions[name, default: Counts()].add(counts) }
        for (name, counts) in other.scopes { scopes[name, default: Counts()].add(counts) }
        for (name, counts) in other.types { types[name, default: Counts()].add(counts) }
        violationsByType.merge(other.violationsByType, uniquingKeysWith: +)
        violationsByTag.merge(other.violationsByTag, uniquingKeysWith: +)
        errors += other.errors
        warnings += other.warnings
    }
}

extension ComplianceTally.Counts {
    var json: JSONObject {
        [
            "compliance_score": .number(score),
            "total_resources": JSONValue(total),
            "compliant_resources": JSONValue(compliant),
            "non_compliant_resources": JSONValue(nonCompliant),
            "violation_count": JSONValue(violations),
        ]
    }
}
