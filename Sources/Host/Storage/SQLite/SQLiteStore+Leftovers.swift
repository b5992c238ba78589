// SPDX-License-Identifier: Apache-2.0

import GRDB

extension SQLiteStore {
    /// Removes what processes that are no more left staged or unfinished.
    func removeLeftovers(in location: SQLiteLocation) throws {
        guard case .folder(let folder) = location else { return }
        let owners = try database.read { database in
            try String.fetchAll(
                database,
                sql: "SELECT owner FROM scan UNION SELECT owner FROM result WHERE expires IS NULL"
            )
        }
        let others = Set(owners).union(try InstanceLock.oldOwners(folder: folder)).subtracting([owner])
        let dead = try others.filter { try InstanceLock.isDead(folder: folder, owner: $0) }
        guard !dead.isEmpty else { return }
        try database.write { database in
            for owner in dead {
                try Self.endScans(of: owner, in: database)
                try Self.removeUnfinishedResults(of: owner, in: database)
            }
        }
    }

    private static func endScans(of owner: String, in database: Database) throws {
        let generations = try Int64.fetchAll(
            database,
            sql: "SELECT generation FROM scan WHERE owner = ?",
            arguments: [owner]
        )
        for generation in generations { try endScan(generation, in: database) }
    }

    private static func removeUnfinishedResults(of owner: String, in database: Database) throws {
        let numbers = try Int64.fetchAll(
            database,
            sql: "SELECT number FROM result WHERE owner = ? AND expires IS NULL",
            arguments: [owner]
        )
        for number in numbers { try removeResult(number, in: database) }
    }
}
