// SPDX-License-Identifier: Apache-2.0

/// Where a SQLite store lives.
package enum SQLiteLocation: Hashable, Sendable {
    /// In a folder, made if it is not there.
    case folder(String)
    /// In memory, gone when the store is closed.
    case memory
}
