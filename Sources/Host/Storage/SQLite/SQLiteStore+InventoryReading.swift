// SPDX-License-Identifier: Apache-2.0

import GRDB
package import Inventory

extension SQLiteStore {
    package func cells(of cloud: String) async throws -> [CellRecord] {
        try await reading { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT scope, region, type, status, resources, permission, code, detail, attempted, completed
                    FROM cell WHERE cloud = ? AND attempted IS NOT NULL ORDER BY scope, region, type
                    """,
                arguments: [cloud]
            )
            var records: [CellRecord] = []
            while let row = try rows.next() { records.append(try CellRecord(cloud: cloud, row: row)) }
            return records
        }
    }

    package func visitRows(
        of cells: [CoverageCell],
        batchesOf size: Int,
        _ body: ([Resource]) async throws -> Void
    ) async throws {
        guard !cells.isEmpty else { return }
        let view = try snapshot()
        var cursor = RowCursor(cells: cells[...], last: "")
        while !cursor.cells.isEmpty {
            let place = cursor
            let (batch, next) = try await Self.reading(view) {
                try Self.batch(from: place, limit: size, in: $0)
            }
            cursor = next
            if !batch.isEmpty { try await body(batch) }
        }
    }

    /// Where a visit goes on: after a row of the first of the cells that are left.
    private struct RowCursor: Sendable {
        var cells: ArraySlice<CoverageCell>
        var last: String
    }

    /// Reads rows of as many cells as fill a batch.
    private static func batch(
        from start: RowCursor,
        limit: Int,
        in database: Database
    ) throws -> ([Resource], RowCursor) {
        var batch: [Resource] = []
        var cursor = start
        while let cell = cursor.cells.first, batch.count < limit {
            let wanted = limit - batch.count
            let count = try append(to: &batch, of: cell, after: cursor.last, limit: wanted, in: database)
            if count < wanted {
                cursor = RowCursor(cells: cursor.cells.dropFirst(), last: "")
            } else {
                cursor.last = batch.last?.id ?? ""
            }
        }
        return (batch, cursor)
    }

    /// A view that no write changes while rows are visited.
    private func snapshot() throws -> any DatabaseReader {
        guard let pool = database as? DatabasePool else { return database }
        do {
            return try pool.makeSnapshot()
        } catch let error as DatabaseError {
            throw StorageError(error, path: Self.fileName)
        }
    }

    private static func reading<Value: Sendable>(
        _ view: any DatabaseReader,
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await view.read(work)
        } catch let error as DatabaseError {
            throw StorageError(error, path: fileName)
        }
    }

    /// Appends visible rows of a cell and gives their number.
    private static func append(
        to batch: inout [Resource],
        of cell: CoverageCell,
        after id: String,
        limit: Int,
        in database: Database
    ) throws -> Int {
        let statement = try database.cachedStatement(
            sql: """
                SELECT r.id, r.resource_id, r.name, r.region, r.created, r.state, r.tags
                FROM cell c JOIN resource r ON r.cell = c.id AND r.generation = c.generation
                WHERE c.cloud = ? AND c.scope = ? AND c.region = ? AND c.type = ? AND r.id > ?
                ORDER BY r.id LIMIT ?
                """
        )
        let cursor = try Row.fetchCursor(
            statement,
            arguments: [cell.cloud, cell.scope, cell.region, cell.resourceType, id, limit]
        )
        let before = batch.count
        while let row = try cursor.next() { batch.append(try Resource(cell: cell, row: row)) }
        return batch.count - before
    }
}

extension CellRecord {
    fileprivate init(cloud: String, row: Row) throws {
        let text: String = row["status"]
        guard let status = CoverageOutcome.Status(rawValue: text) else {
            throw StorageError(.corrupt, "A stored cell has the unknown status \"\(text)\". Scan again.")
        }
        self.init(
            cell: CoverageCell(
                cloud: cloud,
                scope: row["scope"],
                region: row["region"],
                resourceType: row["type"]
            ),
            outcome: CoverageOutcome(
                status,
                resources: row["resources"],
                permission: row["permission"],
                code: row["code"],
                detail: row["detail"]
            ),
            attempted: Timestamp(microseconds: row["attempted"]),
            completed: (row["completed"] as Int64?).map(Timestamp.init(microseconds:))
        )
    }
}

extension Resource {
    fileprivate init(cell: CoverageCell, row: Row) throws {
        self.init(
            cloud: cell.cloud,
            id: row[0],
            resourceID: row[1],
            type: cell.resourceType,
            name: row[2],
            scope: cell.scope,
            region: row[3] ?? cell.region,
            created: row[4],
            state: row[5],
            tags: try TagText.decode(row[6])
        )
    }
}
