// SPDX-License-Identifier: Apache-2.0

import GRDB
package import Inventory

extension SQLiteStore {
    package func beginScan(at now: Timestamp) async throws -> ScanID {
        let owner = owner
        return try await writing { database in
            try database.execute(
                sql: "INSERT INTO scan (owner, started) VALUES (?, ?)",
                arguments: [owner, now.microseconds]
            )
            return ScanID(generation: database.lastInsertedRowID)
        }
    }

    package func stage(_ rows: [StagedResource], in scan: ScanID) async throws {
        guard !rows.isEmpty else { return }
        try await writing { database in
            try Self.requireScan(scan, in: database)
            let insert = try database.cachedStatement(sql: Self.insertResource)
            var cell: (cell: CoverageCell, number: Int64)?
            for row in rows {
                let number: Int64
                if let cell, cell.cell == row.cell {
                    number = cell.number
                } else {
                    number = try Self.number(of: row.cell, in: database)
                    cell = (row.cell, number)
                }
                insert.setUncheckedArguments(row.arguments(cell: number, generation: scan.generation))
                try insert.execute()
            }
        }
    }

    package func finish(
        _ cell: CoverageCell,
        _ outcome: CoverageOutcome,
        in scan: ScanID,
        at now: Timestamp
    ) async throws {
        try await writing { database in
            try Self.requireScan(scan, in: database)
            let number = try Self.number(of: cell, in: database)
            if outcome.status == .answered {
                try Self.show(scan.generation, ofCell: number, in: database, at: now)
            } else {
                try Self.drop(scan.generation, ofCell: number, in: database)
            }
            try database.cachedStatement(sql: Self.updateOutcome)
                .execute(arguments: [
                    now.microseconds, outcome.status.rawValue, outcome.resources, outcome.permission,
                    outcome.code,
                    outcome.detail, number,
                ])
        }
    }

    package func endScan(_ scan: ScanID) async throws {
        try await writingToTheEnd { try Self.endScan(scan.generation, in: $0) }
    }

    // MARK: Steps

    private static let insertResource = """
        INSERT OR IGNORE INTO resource
            (cell, generation, id, resource_id, name, region, created, state, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static let updateOutcome = """
        UPDATE cell SET attempted = ?, status = ?, resources = ?, permission = ?, code = ?, detail = ?
        WHERE id = ?
        """

    private static func requireScan(_ scan: ScanID, in database: Database) throws {
        let find = try database.cachedStatement(sql: "SELECT 1 FROM scan WHERE generation = ?")
        guard try Int.fetchOne(find, arguments: [scan.generation]) != nil else {
            throw StorageError(.unknownScan, "Scan \(scan.generation) has ended; begin another.")
        }
    }

    /// The number of a cell, which is made known if it is not.
    private static func number(of cell: CoverageCell, in database: Database) throws -> Int64 {
        let names: StatementArguments = [cell.cloud, cell.scope, cell.region, cell.resourceType]
        let find = try database.cachedStatement(
            sql: "SELECT id FROM cell WHERE cloud = ? AND scope = ? AND region = ? AND type = ?"
        )
        if let number = try Int64.fetchOne(find, arguments: names) { return number }
        try database.cachedStatement(sql: "INSERT INTO cell (cloud, scope, region, type) VALUES (?, ?, ?, ?)")
            .execute(arguments: names)
        return database.lastInsertedRowID
    }

    /// Puts a generation in the place of the one that was visible.
    private static func show(
        _ generation: Int64,
        ofCell cell: Int64,
        in database: Database,
        at now: Timestamp
    ) throws {
        try database.cachedStatement(
            sql: """
                DELETE FROM resource WHERE cell = ?1 AND generation <> ?2
                    AND generation = (SELECT generation FROM cell WHERE id = ?1)
                """
        )
        .execute(arguments: [cell, generation])
        try database.cachedStatement(sql: "UPDATE cell SET generation = ?, completed = ? WHERE id = ?")
            .execute(arguments: [generation, now.microseconds, cell])
    }

    /// Drops staged rows of a cell, but never visible ones.
    private static func drop(_ generation: Int64, ofCell cell: Int64, in database: Database) throws {
        try database.cachedStatement(
            sql: """
                DELETE FROM resource WHERE cell = ?1 AND generation = ?2
                    AND generation IS NOT (SELECT generation FROM cell WHERE id = ?1)
                """
        )
        .execute(arguments: [cell, generation])
    }

    static func endScan(_ generation: Int64, in database: Database) throws {
        let cells = try Int64.fetchAll(
            database,
            sql: "SELECT id FROM cell WHERE generation IS NOT ?",
            arguments: [generation]
        )
        for cell in cells { try drop(generation, ofCell: cell, in: database) }
        try database.execute(sql: "DELETE FROM scan WHERE generation = ?", arguments: [generation])
        // A cell that a scan touched and never ended is as unknown as before.
        try database.execute(
            sql: "DELETE FROM cell WHERE attempted IS NULL AND NOT EXISTS (SELECT 1 FROM scan)"
        )
    }
}

extension StagedResource {
    fileprivate func arguments(cell number: Int64, generation: Int64) -> StatementArguments {
        [
            number, generation, resource.id, resource.resourceID, resource.name,
            resource.region == cell.region ? nil : resource.region,
            resource.created, resource.state, TagText.encode(resource.tags),
        ]
    }
}
