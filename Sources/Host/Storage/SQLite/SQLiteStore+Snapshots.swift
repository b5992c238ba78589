// SPDX-License-Identifier: Apache-2.0

import GRDB
import JSONCodec

extension SQLiteStore {
    package func append(_ snapshot: Snapshot) async throws -> Int64 {
        try await writingForGood { database in
            try database.execute(
                sql: """
                    INSERT INTO snapshot (taken, clouds, score, total_resources, compliant_resources, violations,
                        quality, policy, details)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    snapshot.taken.microseconds, JSONValue(snapshot.clouds).text(), snapshot.score,
                    snapshot.totalResources, snapshot.compliantResources, snapshot.violations,
                    snapshot.quality, snapshot.policy, snapshot.details.text(),
                ]
            )
            return database.lastInsertedRowID
        }
    }

    package func snapshots(limit: Int) async throws -> [(number: Int64, snapshot: Snapshot)] {
        try await reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT * FROM snapshot ORDER BY taken DESC, number DESC LIMIT ?",
                arguments: [max(0, limit)]
            )
            return try rows.map { (number: $0["number"], snapshot: try Snapshot(row: $0)) }
        }
    }
}

extension Snapshot {
    fileprivate init(row: Row) throws {
        self.init(
            taken: Timestamp(microseconds: row["taken"]),
            clouds: try storedJSON(row["clouds"]).strings ?? [],
            score: row["score"],
            totalResources: row["total_resources"],
            compliantResources: row["compliant_resources"],
            violations: row["violations"],
            quality: row["quality"],
            policy: row["policy"],
            details: try storedJSON(row["details"])
        )
    }
}

/// Reads JSON that the store wrote.
func storedJSON(_ text: String) throws -> JSONValue {
    do {
        return try JSONValue(parsing: text)
    } catch {
        throw StorageError(.corrupt, "A stored value is no JSON: \(error).", cause: error)
    }
}
