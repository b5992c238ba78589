// SPDX-License-Identifier: Apache-2.0

import Inventory

/// Keeps account of one scan: which cells were asked for, what arrived for each, and how each ended.
///
/// A cell is open from the start; it ends with the first coverage for it, or when the ledger is closed. What a
/// provider says is checked against what it delivered: a count that does not match, a second end, or a row after
/// the end makes the cell failed, because then nobody knows whether the list is whole.
struct CellLedger: Sendable {
    /// What becomes of a row.
    enum Placement: Hashable, Sendable {
        /// It belongs to a cell that is open.
        case open(CoverageCell)
        /// It belongs to a cell that has ended, which is failed by that.
        case late(CoverageCell)
        /// Nobody asked for it.
        case unasked
    }

    private let regionalTypes: [String: Bool]
    private let cloud: String
    private(set) var open: Set<CoverageCell>
    private(set) var ended: [CoverageCell: CoverageOutcome] = [:]
    private(set) var unasked = 0
    /// Cells that were answered until the provider contradicted itself.
    private(set) var spoiled: Set<CoverageCell> = []
    private var delivered: [CoverageCell: Int] = [:]
    private var last: (scope: String, region: String, type: String, cell: CoverageCell)?

    init(cloud: String, asked: Set<CoverageCell>, types: [CloudProfile.ResourceType]) {
        self.cloud = cloud
        open = asked
        regionalTypes = Dictionary(
            types.map { ($0.type, $0.isRegional) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Counts a row as one of its cell.
    mutating func place(_ resource: Resource) -> Placement {
        guard resource.cloud == cloud, let cell = cell(of: resource) else {
            unasked += 1
            return .unasked
        }
        if open.contains(cell) {
            delivered[cell, default: 0] += 1
            return .open(cell)
        }
        guard let outcome = ended[cell] else {
            unasked += 1
            return .unasked
        }
        fail(cell, after: outcome, "late_rows", "The provider sent rows after it had ended the cell.")
        return .late(cell)
    }

    /// Ends a cell; returns how it ended for us, or `nil` if nobody asked for it.
    mutating func end(_ cell: CoverageCell, _ outcome: CoverageOutcome) -> CoverageOutcome? {
        if let former = ended[cell] {
            fail(cell, after: former, "ended_twice", "The provider ended the cell twice.")
            return ended[cell]
        }
        guard open.remove(cell) != nil else { return nil }
        var judged = outcome
        let rows = delivered[cell] ?? 0
        if outcome.status == .answered && outcome.resources != rows {
            judged = CoverageOutcome(
                .failed,
                resources: rows,
                code: "count_mismatch",
                detail: "The provider told of \(outcome.resources) resources and delivered \(rows)."
            )
        }
        judged.resources = rows
        ended[cell] = judged
        return judged
    }

    /// Ends every open cell in the same way.
    mutating func close(_ outcome: CoverageOutcome) {
        for cell in open {
            var own = outcome
            own.resources = delivered[cell] ?? 0
            ended[cell] = own
        }
        open = []
    }

    // MARK: Steps

    private mutating func cell(of resource: Resource) -> CoverageCell? {
        if let last, last.type == resource.type, last.region == resource.region, last.scope == resource.scope
        {
            return last.cell
        }
        guard let isRegional = regionalTypes[resource.type] else { return nil }
        let cell = CoverageCell(
            cloud: cloud,
            scope: resource.scope,
            region: isRegional ? resource.region : CellPlan.global,
            resourceType: resource.type
        )
        last = (resource.scope, resource.region, resource.type, cell)
        return cell
    }

    private mutating func fail(
        _ cell: CoverageCell,
        after former: CoverageOutcome,
        _ code: String,
        _ detail: String
    ) {
        guard former.status == .answered else { return }
        spoiled.insert(cell)
        ended[cell] = CoverageOutcome(.failed, resources: former.resources, code: code, detail: detail)
    }
}
