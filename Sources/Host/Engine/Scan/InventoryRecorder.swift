// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory

/// Writes what a scan delivers to the inventory in transactions of a useful size.
struct InventoryRecorder {
    private static let rowsAtOnce = 1000

    private let store: any Store
    private let scan: ScanID
    private var waiting: [StagedResource] = []

    init(_ store: any Store, at now: Timestamp) async throws {
        self.store = store
        scan = try await store.beginScan(at: now)
    }

    mutating func stage(_ rows: [StagedResource]) async throws {
        waiting += rows
        if waiting.count >= Self.rowsAtOnce { try await flush() }
    }

    /// Ends a cell; what waits of it is written first.
    mutating func finish(_ cell: CoverageCell, _ outcome: CoverageOutcome, at now: Timestamp) async throws {
        try await flush()
        try await store.finish(cell, outcome, in: scan, at: now)
    }

    /// Drops what was not finished.
    func end() async throws { try await store.endScan(scan) }

    private mutating func flush() async throws {
        try await store.stage(waiting, in: scan)
        waiting.removeAll(keepingCapacity: true)
    }
}
