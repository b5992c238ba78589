// SPDX-License-Identifier: Apache-2.0

import GRDB

extension StorageError {
    /// Says in words what SQLite's result code means for the operator (https://sqlite.org/rescode.html).
    init(_ error: DatabaseError, path: String) {
        let (code, words) = Self.meaning(of: error.resultCode)
        let detail = error.message.map { " (SQLite: \($0))" } ?? ""
        self.init(code, "The store \(path) \(words)\(detail).", cause: error)
    }

    private static func meaning(of result: ResultCode) -> (Code, String) {
        switch result {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            (
                .corrupt,
                "is damaged or no database; it was left as it is. Restore it from a copy, or move it away to "
                    + "begin with an empty store"
            )
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            (.unreadable, "cannot be opened. Check that the folder is there and belongs to this user")
        case .SQLITE_READONLY:
            (.readOnly, "cannot be written. Check its permissions, or name another folder with --state")
        case .SQLITE_FULL:
            (.full, "cannot grow because the disk is full. Free some space")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (.busy, "is in use by another process that did not let go. Try again")
        case .SQLITE_IOERR:
            (.failed, "cannot be read or written. Check the disk")
        default:
            (.failed, "failed")
        }
    }
}
