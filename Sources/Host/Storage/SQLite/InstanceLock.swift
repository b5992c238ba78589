// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// Shows other processes that this one lives: a small file that SQLite keeps locked until the process ends.
///
/// The system releases the lock however the process ends, so that what it left half-written can be told from
/// what a living process is still writing.
final class InstanceLock: Sendable {
    private let connection: DatabaseQueue
    private let path: String

    /// Makes the file of a process and locks it.
    init(folder: String, owner: String) throws {
        path = Self.path(folder, owner)
        connection = try DatabaseQueue(path: path, configuration: Self.configuration)
        try connection.writeWithoutTransaction { database in
            // An exclusive lock is kept from the first write on (https://sqlite.org/pragma.html#pragma_locking_mode).
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA user_version = 1")
        }
    }

    /// Unlocks the file and removes it.
    func release() throws {
        try connection.close()
        try Self.removeFile(path)
    }

    /// Whether no living process holds that name; the file of a dead one is removed.
    static func isDead(folder: String, owner: String) throws -> Bool {
        let path = path(folder, owner)
        guard FileManager.default.fileExists(atPath: path) else { return true }
        do {
            let connection = try DatabaseQueue(path: path, configuration: configuration)
            try connection.read { try $0.execute(sql: "PRAGMA user_version") }
            try connection.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return false
        }
        try removeFile(path)
        return true
    }

    /// Names of processes whose files have lain in the folder for a minute.
    ///
    /// A younger file may be one that its process is about to lock.
    static func oldOwners(folder: String) throws -> [String] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: folder)
            .compactMap { name in
                guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
                let made = try files.attributesOfItem(atPath: "\(folder)/\(name)")[.modificationDate] as? Date
                guard let made, Date.now.timeIntervalSince(made) > 60 else { return nil }
                return String(name.dropFirst(prefix.count).dropLast(suffix.count))
            }
    }

    private static let prefix = "instance-"
    private static let suffix = ".lock"

    /// Removes a file that another process may be removing too.
    private static func removeFile(_ path: String) throws {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch CocoaError.fileNoSuchFile {
            // That is what was wanted.
        }
    }

    private static func path(_ folder: String, _ owner: String) -> String {
        "\(folder)/\(prefix)\(owner)\(suffix)"
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
        }
        return configuration
    }
}
