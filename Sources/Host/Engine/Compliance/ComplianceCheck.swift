// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory
import TagPolicy

/// Judges the resources of one cloud as they pass.
///
/// Not Sendable, as the evaluator is not: it lives in the task of its cloud's scan.
final class ComplianceCheck {
    private let evaluator: PolicyEvaluator
    private let severity: ComplianceReport.Severity
    private let writer: ResultWriter?
    private var findings: [Finding] = []
    private(set) var tally = ComplianceTally()
    private(set) var first: FirstElements<Violation>

    init(_ policy: CompiledPolicy, _ query: ComplianceQuery, _ writer: ResultWriter?) {
        evaluator = PolicyEvaluator(policy)
        severity = query.severity
        self.writer = writer
        first = FirstElements(query.scan.limit, by: Violation.precedes)
    }

    func judge(_ batch: [Resource]) async throws {
        var rows: [ResultRow] = []
        for resource in batch {
            findings.removeAll(keepingCapacity: true)
            let verdict = evaluator.evaluate(resource, into: &findings)
            tally.count(resource, verdict, findings)
            for (number, finding) in findings.enumerated() where severity.shows(finding) {
                let violation = Violation(resource: resource, finding: finding)
                first.insert(violation)
                if writer != nil { rows.append(violation.row(number: number)) }
            }
        }
        try await writer?.append(rows)
    }
}

extension ComplianceReport.Severity {
    fileprivate func shows(_ finding: Finding) -> Bool {
        switch self {
        case .all: true
        case .errorsOnly: finding.severity == .error
        case .warningsOnly: finding.severity == .warning
        }
    }
}
