// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostStorage
import Inventory

/// A folder that goes when the test ends.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "tagwarden-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch {}
    }

    var databasePath: String { "\(path)/\(SQLiteStore.fileName)" }
}

/// The stores that have to behave alike.
enum StoreKind: String, CaseIterable, Sendable {
    case sqliteFile
    case sqliteMemory

    /// Runs a test with an empty store of this kind.
    func withStore(_ test: (any Store) async throws -> Void) async throws {
        switch self {
        case .sqliteMemory:
            try await test(try SQLiteStore(.memory))
        case .sqliteFile:
            let folder = try TemporaryFolder()
            let store = try SQLiteStore(.folder(folder.path))
            try await test(store)
            try store.close()
        }
    }
}

let noon = Timestamp(microseconds: 1_772_366_400_000_000)

func cell(_ type: String = "vm", region: String = "north", scope: String = "one") -> CoverageCell {
    CoverageCell(cloud: "sky", scope: scope, region: region, resourceType: type)
}

func resource(_ name: String, in cell: CoverageCell = cell(), tags: [Tag] = []) -> Resource {
    Resource(
        cloud: cell.cloud,
        id: "sky://\(name)",
        resourceID: name,
        type: cell.resourceType,
        scope: cell.scope,
        region: cell.region,
        tags: tags
    )
}

func staged(_ names: [String], in cell: CoverageCell = cell()) -> [StagedResource] {
    names.map { StagedResource(cell: cell, resource: resource($0, in: cell)) }
}

extension InventoryStore {
    /// The visible rows of a cell.
    func rows(of cell: CoverageCell, batchesOf size: Int = 100) async throws -> [Resource] {
        var rows: [Resource] = []
        try await visitRows(of: [cell], batchesOf: size) { rows += $0 }
        return rows
    }

    /// Scans a cell that is answered with some rows.
    func answer(_ names: [String], _ cell: CoverageCell = cell(), at now: Timestamp = noon) async throws {
        let scan = try await beginScan(at: now)
        try await stage(staged(names, in: cell), in: scan)
        try await finish(cell, CoverageOutcome(.answered, resources: names.count), in: scan, at: now)
        try await endScan(scan)
    }
}

/// The code of the storage error that the work throws.
func storageCode(_ work: () async throws -> Void) async -> StorageError.Code? {
    do {
        try await work()
        return nil
    } catch {
        return (error as? StorageError)?.code
    }
}
