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
        of cell: CoverageCell,
        batchesOf size: Int,
        _ body: ([Resource]) async throws -> Void
    ) async throws {
        let view = try snapshot()
        let generation = try await Self.reading(view) { try Self.visibleGeneration(of: cell, in: $0) }
        guard let generation else { return }
        var last = ""
        while true {
            let after = last
            let batch = try await Self.reading(view) { database in
                try Self.rows(of: cell, generation, after: after, limit: size, in: database)
            }
            guard let end = batch.last else { return }
            try await body(batch)
            if batch.count < size { return }
            last = end.id
        }
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

    private static func visibleGeneration(
        of cell: CoverageCell,
        in database: Database
    ) throws -> (Int64, Int64)? {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT id, generation FROM cell
                WHERE cloud = ? AND scope = ? AND region = ? AND type = ? AND generation IS NOT NULL
                """,
            arguments: [cell.cloud, cell.scope, cell.region, cell.resourceType]
        )
        return row.map { ($0[0], $0[1]) }
    }

    private static func rows(
        of cell: CoverageCell,
        _ place: (number: Int64, generation: Int64),
        after id: String,
        limit: Int,
        in database: Database
    ) throws -> [Resource] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, resource_id, name, region, created, state, tags FROM resource
                WHERE cell = ? AND generation = ? AND id > ? ORDER BY id LIMIT ?
                """
        )
        let cursor = try Row.fetchCursor(statement, arguments: [place.number, place.generation, id, limit])
        var resources: [Resource] = []
        resources.reserveCapacity(min(limit, 1024))
        while let row = try cursor.next() { resources.append(try Resource(cell: cell, row: row)) }
        return resources
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
