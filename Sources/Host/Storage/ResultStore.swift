// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// A whole tool result that is kept for a while, for links to it.
package struct StoredResult: Hashable, Sendable {
    /// Its id, as it stands in the link.
    package let id: String
    /// What made it, for example "check_tag_compliance".
    package let kind: String
    /// When it was made.
    package let created: Timestamp
    /// When it goes.
    package let expires: Timestamp
    /// The number of rows.
    package let rows: Int
    /// The result without its rows.
    package let header: JSONValue

    /// Describes a result.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - kind: what made it.
    ///   - created: when it was made.
    ///   - expires: when it goes.
    ///   - rows: the number of rows.
    ///   - header: the result without its rows.
    package init(
        id: String,
        kind: String,
        created: Timestamp,
        expires: Timestamp,
        rows: Int,
        header: JSONValue
    ) {
        self.id = id
        self.kind = kind
        self.created = created
        self.expires = expires
        self.rows = rows
        self.header = header
    }
}

/// One row of a result.
package struct ResultRow: Hashable, Sendable {
    /// What the rows are sorted by; each row has its own.
    package let key: String
    /// The row as JSON in UTF-8.
    package let body: [UInt8]

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - key: the sort key, compared byte by byte.
    ///   - body: JSON in UTF-8.
    package init(key: String, body: [UInt8]) {
        self.key = key
        self.body = body
    }
}

/// Some rows of a result, and where the next ones begin.
package struct ResultPage: Hashable, Sendable {
    /// Rows in the order of their keys.
    package let rows: [ResultRow]
    /// The key after which the next page begins; `nil` when these are the last rows.
    package let next: String?

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - rows: rows.
    ///   - next: the key after which the next page begins.
    package init(rows: [ResultRow], next: String?) {
        self.rows = rows
        self.next = next
    }
}

/// Whole tool results, written piece by piece, read page by page, and forgotten after a while.
///
/// A result can be read once it is finished; one whose writer was killed is never shown.
package protocol ResultStore: Sendable {
    /// Begins a result, and forgets those that have expired or are too many.
    ///
    /// - Parameters:
    ///   - id: an id that no result has.
    ///   - kind: what makes it.
    ///   - count: finished results that stay at most, the newest.
    ///   - now: the present.
    /// - Throws: ``StorageError``.
    func beginResult(_ id: String, kind: String, keeping count: Int, at now: Timestamp) async throws

    /// Adds rows; a row whose key is there already replaces that row.
    ///
    /// - Parameters:
    ///   - rows: rows in any order.
    ///   - id: the result.
    /// - Throws: ``StorageError``; ``StorageError/Code/unknownResult`` when none was begun.
    func appendRows(_ rows: [ResultRow], to id: String) async throws

    /// Makes a result readable.
    ///
    /// - Parameters:
    ///   - id: the result.
    ///   - header: the result without its rows.
    ///   - expires: when it goes.
    /// - Throws: ``StorageError``; ``StorageError/Code/unknownResult`` when none was begun.
    func finishResult(_ id: String, header: JSONValue, expires: Timestamp) async throws

    /// Drops a result, finished or not. Runs to its end even in a cancelled task.
    ///
    /// - Parameter id: the result.
    /// - Throws: ``StorageError``.
    func removeResult(_ id: String) async throws

    /// Finds results that can be read.
    ///
    /// - Parameter now: the present.
    /// - Returns: results, newest first.
    /// - Throws: ``StorageError``.
    func results(at now: Timestamp) async throws -> [StoredResult]

    /// Finds one result.
    ///
    /// - Parameters:
    ///   - id: the result.
    ///   - now: the present.
    /// - Returns: the result without its rows.
    /// - Throws: ``StorageError``; ``StorageError/Code/unknownResult`` when there is none, or it has expired.
    func result(_ id: String, at now: Timestamp) async throws -> StoredResult

    /// Reads rows of a finished result.
    ///
    /// - Parameters:
    ///   - id: the result.
    ///   - key: the key after which to begin; `nil` for the first row.
    ///   - limit: how many at most.
    ///   - now: the present.
    /// - Returns: a page.
    /// - Throws: ``StorageError``; ``StorageError/Code/unknownResult`` when there is none, or it has expired.
    func rows(of id: String, after key: String?, limit: Int, at now: Timestamp) async throws -> ResultPage
}
