// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

extension SQLiteStore {
    package func value(_ key: [UInt8], in namespace: String, at now: Timestamp) throws -> [UInt8]? {
        try blocking {
            try database.read { database in
                let found = try Data.fetchOne(
                    database,
                    sql: """
                        SELECT value FROM value
                        WHERE namespace = ? AND key = ? AND (expires IS NULL OR expires > ?)
                        """,
                    arguments: [namespace, Data(key), now.microseconds]
                )
                return found.map(Array.init)
            }
        }
    }

    package func setValue(
        _ value: [UInt8],
        for key: [UInt8],
        in namespace: String,
        expires: Timestamp?
    ) throws {
        guard (1...KeyValueLimits.key).contains(key.count), value.count <= KeyValueLimits.value else {
            throw StorageError(
                .invalidArgument,
                "A key of \(key.count) bytes with a value of \(value.count) bytes cannot be kept: keys have 1 to "
                    + "\(KeyValueLimits.key) bytes, values at most \(KeyValueLimits.value)."
            )
        }
        try blocking {
            try database.writeWithoutTransaction { database in
                try Self.durably(database) { database in
                    try database.execute(
                        sql:
                            "INSERT OR REPLACE INTO value (namespace, key, value, expires) VALUES (?, ?, ?, ?)",
                        arguments: [namespace, Data(key), Data(value), expires?.microseconds]
                    )
                }
            }
        }
    }

    package func removeValue(_ key: [UInt8], in namespace: String) throws {
        try blocking {
            try database.writeWithoutTransaction { database in
                try Self.durably(database) { database in
                    try database.execute(
                        sql: "DELETE FROM value WHERE namespace = ? AND key = ?",
                        arguments: [namespace, Data(key)]
                    )
                }
            }
        }
    }

    package func values(
        withPrefix prefix: [UInt8],
        in namespace: String,
        at now: Timestamp
    ) throws -> [(key: [UInt8], value: [UInt8])] {
        try blocking {
            try database.read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT key, value FROM value
                        WHERE namespace = ? AND key >= ? AND (expires IS NULL OR expires > ?) ORDER BY key
                        """,
                    arguments: [namespace, Data(prefix), now.microseconds]
                )
                var found: [(key: [UInt8], value: [UInt8])] = []
                while let row = try rows.next() {
                    let key = Array(row["key"] as Data)
                    guard key.starts(with: prefix) else { break }
                    found.append((key, Array(row["value"] as Data)))
                }
                return found
            }
        }
    }

    private func blocking<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw StorageError(error, path: Self.fileName)
        }
    }
}
