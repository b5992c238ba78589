// SPDX-License-Identifier: Apache-2.0

import GRDB
package import JSONCodec

extension SQLiteStore {
    package func beginResult(_ id: String, kind: String, keeping count: Int, at now: Timestamp) async throws {
        let owner = owner
        try await writing { database in
            let expired = try Int64.fetchAll(
                database,
                sql: """
                    SELECT number FROM result WHERE expires <= ?1
                    UNION
                    SELECT * FROM (
                        SELECT number FROM result WHERE expires > ?1 ORDER BY number DESC LIMIT -1 OFFSET ?2
                    )
                    """,
                arguments: [now.microseconds, max(0, count)]
            )
            for number in expired { try Self.removeResult(number, in: database) }
            try database.execute(
                sql: "INSERT INTO result (id, kind, owner, created) VALUES (?, ?, ?, ?)",
                arguments: [id, kind, owner, now.microseconds]
            )
        }
    }

    package func appendRows(_ rows: [ResultRow], to id: String) async throws {
        try await writing { database in
            let number = try Self.unfinishedResult(id, in: database)
            let insert = try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO result_row (result, key, body) VALUES (?, ?, ?)"
            )
            for row in rows {
                let body = String(decoding: row.body, as: UTF8.self)
                insert.setUncheckedArguments([number, row.key, body])
                try insert.execute()
            }
        }
    }

    package func finishResult(_ id: String, header: JSONValue, expires: Timestamp) async throws {
        try await writing { database in
            let number = try Self.unfinishedResult(id, in: database)
            try database.execute(
                sql: """
                    UPDATE result SET header = ?, expires = ?,
                        rows = (SELECT count(*) FROM result_row WHERE result = ?3)
                    WHERE number = ?3
                    """,
                arguments: [header.text(), expires.microseconds, number]
            )
        }
    }

    package func removeResult(_ id: String) async throws {
        try await writingToTheEnd { database in
            let number = try Int64.fetchOne(
                database,
                sql: "SELECT number FROM result WHERE id = ?",
                arguments: [id]
            )
            if let number { try Self.removeResult(number, in: database) }
        }
    }

    package func results(at now: Timestamp) async throws -> [StoredResult] {
        try await reading { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM result WHERE expires > ? ORDER BY number DESC",
                arguments: [now.microseconds]
            )
            .map(StoredResult.init(row:))
        }
    }

    package func result(_ id: String, at now: Timestamp) async throws -> StoredResult {
        try await reading { try Self.finishedResult(id, at: now, in: $0).result }
    }

    package func rows(
        of id: String,
        after key: String?,
        limit: Int,
        at now: Timestamp
    ) async throws -> ResultPage {
        try await reading { database in
            let number = try Self.finishedResult(id, at: now, in: database).number
            let found = try Row.fetchAll(
                database,
                sql: """
                    SELECT key, body FROM result_row
                    WHERE result = ?1 AND (?2 IS NULL OR key > ?2) ORDER BY key LIMIT ?3
                    """,
                arguments: [number, key, max(1, limit) + 1]
            )
            let rows = found.prefix(max(1, limit))
                .map { row in
                    ResultRow(key: row[0], body: Array((row[1] as String).utf8))
                }
            return ResultPage(rows: rows, next: found.count > rows.count ? rows.last?.key : nil)
        }
    }

    // MARK: Steps

    private static func unfinishedResult(_ id: String, in database: Database) throws -> Int64 {
        let find = try database.cachedStatement(
            sql: "SELECT number FROM result WHERE id = ? AND expires IS NULL"
        )
        guard let number = try Int64.fetchOne(find, arguments: [id]) else { throw unknownResult(id) }
        return number
    }

    private static func finishedResult(
        _ id: String,
        at now: Timestamp,
        in database: Database
    ) throws -> (number: Int64, result: StoredResult) {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT * FROM result WHERE id = ? AND expires > ?",
            arguments: [id, now.microseconds]
        )
        guard let row else { throw unknownResult(id) }
        return (row["number"], try StoredResult(row: row))
    }

    private static func unknownResult(_ id: String) -> StorageError {
        StorageError(
            .unknownResult,
            "There is no stored result \"\(id)\", or it has expired. Call the tool again."
        )
    }

    static func removeResult(_ number: Int64, in database: Database) throws {
        try database.execute(sql: "DELETE FROM result_row WHERE result = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM result WHERE number = ?", arguments: [number])
    }
}

extension StoredResult {
    fileprivate init(row: Row) throws {
        self.init(
            id: row["id"],
            kind: row["kind"],
            created: Timestamp(microseconds: row["created"]),
            expires: Timestamp(microseconds: row["expires"]),
            rows: row["rows"],
            header: try storedJSON(row["header"])
        )
    }
}
