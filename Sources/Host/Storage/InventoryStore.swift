// SPDX-License-Identifier: Apache-2.0

package import Inventory

/// A running scan, as the store knows it.
package struct ScanID: Hashable, Sendable {
    /// The generation under which the scan's rows are staged; larger for a later scan.
    package let generation: Int64

    /// Names a scan.
    ///
    /// - Parameter generation: its generation.
    package init(generation: Int64) { self.generation = generation }
}

/// A resource that a scan has delivered, with the cell to which it belongs.
package struct StagedResource: Sendable {
    /// The cell whose completion makes the row visible.
    package let cell: CoverageCell
    /// The row.
    package let resource: Resource

    /// Pairs a row with its cell.
    ///
    /// - Parameters:
    ///   - cell: the cell; its region is "global" for a type without regions even where the row names one.
    ///   - resource: the row.
    package init(cell: CoverageCell, resource: Resource) {
        self.cell = cell
        self.resource = resource
    }
}

/// What the store knows of one cell.
package struct CellRecord: Hashable, Sendable {
    /// The cell.
    package let cell: CoverageCell
    /// How its last scan ended.
    package let outcome: CoverageOutcome
    /// When its last scan ended.
    package let attempted: Timestamp
    /// When the rows that are visible were completed; `nil` when no scan of the cell was ever answered.
    package let completed: Timestamp?

    /// Describes a cell.
    ///
    /// - Parameters:
    ///   - cell: the cell.
    ///   - outcome: how its last scan ended.
    ///   - attempted: when its last scan ended.
    ///   - completed: when the visible rows were completed.
    package init(cell: CoverageCell, outcome: CoverageOutcome, attempted: Timestamp, completed: Timestamp?) {
        self.cell = cell
        self.outcome = outcome
        self.attempted = attempted
        self.completed = completed
    }

    /// Whether the rows are the whole answer of the last scan and no older than that.
    ///
    /// - Parameters:
    ///   - maximumAge: the age in seconds from which rows are stale.
    ///   - now: the present.
    /// - Returns: whether an answer may rest on the rows without asking the cloud.
    package func isFresh(maximumAge: Int64, at now: Timestamp) -> Bool {
        guard outcome.status == .answered, let completed else { return false }
        return completed <= now && now.seconds(since: completed) < maximumAge
    }
}

/// The last known resources of every cell, replaced cell by cell.
///
/// A cell is the unit of atomicity. A scan's rows are staged out of sight; ``finish(_:_:in:at:)`` shows them, in
/// the transaction that writes the cell's outcome, if the cell was answered. A cell that ended otherwise keeps
/// the rows of its last answer, and ``CellRecord/completed`` tells how old they are; its staged rows are dropped,
/// since half a list cannot be told from a whole one later. What a process left staged when it was killed is
/// never shown and is removed when the store is opened next.
package protocol InventoryStore: Sendable {
    /// Begins a scan.
    ///
    /// - Parameter now: the present.
    /// - Returns: the scan, for the calls that follow.
    /// - Throws: ``StorageError``.
    func beginScan(at now: Timestamp) async throws -> ScanID

    /// Writes rows out of sight; a row whose id the cell has already in this scan is ignored.
    ///
    /// - Parameters:
    ///   - rows: rows of any cells.
    ///   - scan: the scan.
    /// - Throws: ``StorageError``; ``StorageError/Code/unknownScan`` once the scan has ended.
    func stage(_ rows: [StagedResource], in scan: ScanID) async throws

    /// Ends one cell and, if it was answered, shows its staged rows in place of the former ones, all at once.
    ///
    /// - Parameters:
    ///   - cell: the cell.
    ///   - outcome: how it ended.
    ///   - scan: the scan.
    ///   - now: the present, which becomes the age of the rows.
    /// - Throws: ``StorageError``; ``StorageError/Code/unknownScan`` once the scan has ended.
    func finish(
        _ cell: CoverageCell,
        _ outcome: CoverageOutcome,
        in scan: ScanID,
        at now: Timestamp
    ) async throws

    /// Ends a scan and drops what it staged for cells that were not finished.
    ///
    /// Runs to its end even in a cancelled task.
    ///
    /// - Parameter scan: the scan; one that has ended already is ignored.
    /// - Throws: ``StorageError``.
    func endScan(_ scan: ScanID) async throws

    /// Reads what is known of a cloud's cells.
    ///
    /// - Parameter cloud: the cloud.
    /// - Returns: records in the order of scope, region, type.
    /// - Throws: ``StorageError``.
    func cells(of cloud: String) async throws -> [CellRecord]

    /// Reads the visible rows of some cells, cell by cell and in the order of their ids, as they are at one moment.
    ///
    /// - Parameters:
    ///   - cells: the cells, in the order in which they are read.
    ///   - size: rows in a batch at most.
    ///   - body: takes one batch.
    /// - Throws: ``StorageError``, and what `body` throws.
    func visitRows(
        of cells: [CoverageCell],
        batchesOf size: Int,
        _ body: ([Resource]) async throws -> Void
    ) async throws
}
