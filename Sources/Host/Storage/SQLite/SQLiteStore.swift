// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// Where a SQLite store lives.
package enum SQLiteLocation: Hashable, Sendable {
    /// In a folder, made if it is not there.
    case folder(String)
    /// In memory, gone when the store is closed; a visit of rows then sees what other calls write meanwhile.
    case memory
}

/// The store in one SQLite file, which several processes may have open at once.
///
/// Scans are written with `synchronous=NORMAL`: a loss of power may undo the last of them, which a new scan
/// mends, and a killed process undoes nothing. What was acknowledged for good (history, plugins' values) is
/// written with `synchronous=FULL`.
package final class SQLiteStore: Store {
    /// The database's name in its folder.
    package static let fileName = "tagwarden.sqlite"

    let database: any DatabaseWriter
    /// What this process is called in the rows that it has not finished.
    let owner: String
    private let lock: InstanceLock?

    /// Opens a store, brings its schema up to date, and removes what killed processes left half-written.
    ///
    /// - Parameter location: where it lives.
    /// - Throws: ``StorageError``: `corrupt`, `newerSchema`, `unreadable`, `readOnly`, `full` or `busy`. A file
    ///   that cannot be used is left as it is.
    package init(_ location: SQLiteLocation) throws {
        owner = Self.randomName()
        switch location {
        case .memory:
            lock = nil
            database = try Self.opening("memory") { try DatabaseQueue(configuration: Self.configuration) }
        case .folder(let folder):
            try Self.makeFolder(folder)
            let path = Self.path(in: folder)
            lock = try Self.opening(path) { [owner] in try InstanceLock(folder: folder, owner: owner) }
            database = try Self.opening(path) {
                try DatabasePool(path: path, configuration: Self.configuration)
            }
        }
        try Self.opening(location.path) {
            try SQLiteSchema.migrate(database)
            try removeLeftovers(in: location)
        }
    }

    /// Closes the database; calls that follow fail.
    ///
    /// - Throws: ``StorageError`` when a call still runs.
    package func close() throws {
        try Self.opening("the store") {
            if let pool = database as? DatabasePool { try Self.emptyLog(of: pool) }
            try database.close()
            try lock?.release()
        }
    }

    /// Moves the log's pages into the file, so that a copy of the file alone is whole.
    private static func emptyLog(of pool: DatabasePool) throws {
        do {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Another process uses the log; its last user moves the pages.
        }
    }

    // MARK: Opening

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "tagwarden.store"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA synchronous = NORMAL;
                    PRAGMA cache_size = -8000;
                    PRAGMA journal_size_limit = 67108864;
                    """
            )
        }
        return configuration
    }

    private static func makeFolder(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageError(
                .unreadable,
                "The state folder \(folder) cannot be made. Make it, or name another with --state.",
                cause: error
            )
        }
    }

    static func path(in folder: String) -> String {
        folder.hasSuffix("/") ? folder + fileName : "\(folder)/\(fileName)"
    }

    private static func randomName() -> String {
        let number = UInt128.random(in: .min ... .max)
        return String(number, radix: 16)
    }

    /// Runs a step of opening; its errors name the file.
    private static func opening<Value>(_ path: String, _ step: () throws -> Value) throws -> Value {
        do {
            return try step()
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }
}

extension SQLiteLocation {
    fileprivate var path: String {
        switch self {
        case .folder(let folder): SQLiteStore.path(in: folder)
        case .memory: "memory"
        }
    }
}

// MARK: - Access

extension SQLiteStore {
    /// Reads; the errors are the store's.
    func reading<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.read(work)
        } catch let error as DatabaseError {
            throw StorageError(error, path: Self.fileName)
        }
    }

    /// Writes in one transaction; the errors are the store's.
    func writing<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.write(work)
        } catch let error as DatabaseError {
            throw StorageError(error, path: Self.fileName)
        }
    }

    /// Writes in one transaction even if the calling task is cancelled, so that nothing half-written stays.
    func writingToTheEnd(_ work: @escaping @Sendable (Database) throws -> Void) async throws {
        // Not detached from its caller's life: it is awaited here, it only does not share its cancellation.
        try await Task { try await self.writing(work) }.value
    }

    /// Writes in one transaction that survives a loss of power.
    func writingForGood<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.writeWithoutTransaction { try Self.durably($0, work) }
        } catch let error as DatabaseError {
            throw StorageError(error, path: Self.fileName)
        }
    }

    /// Runs a transaction with `synchronous=FULL`, which SQLite lets change between transactions only.
    static func durably<Value>(_ database: Database, _ work: (Database) throws -> Value) throws -> Value {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        defer {
            // Slower, not wrong, if it fails: the next durable write would find FULL already set.
            do { try database.execute(sql: "PRAGMA synchronous = NORMAL") } catch {}
        }
        var value: Value?
        try database.inTransaction(.immediate) {
            value = try work(database)
            return .commit
        }
        guard let value else { throw StorageError(.failed, "A durable write ended without its value.") }
        return value
    }
}
