// SPDX-License-Identifier: Apache-2.0

/// Why the store could not do what it was asked.
package struct StorageError: Error, Sendable {
    /// What kind of failure it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let description: String

        /// The file is no database, or is damaged.
        package static let corrupt = Code(description: "corrupt")
        /// A newer version of the program wrote the file.
        package static let newerSchema = Code(description: "newer_schema")
        /// The file or its folder cannot be opened.
        package static let unreadable = Code(description: "unreadable")
        /// The file or its folder cannot be written.
        package static let readOnly = Code(description: "read_only")
        /// The disk is full.
        package static let full = Code(description: "full")
        /// Another process held the file for too long.
        package static let busy = Code(description: "busy")
        /// The scan is no longer known: another process took it for dead, or it was ended.
        package static let unknownScan = Code(description: "unknown_scan")
        /// The stored result is not there, or has expired.
        package static let unknownResult = Code(description: "unknown_result")
        /// A key or value is empty or too long.
        package static let invalidArgument = Code(description: "invalid_argument")
        /// Anything else.
        package static let failed = Code(description: "failed")
    }

    /// What kind of failure it is.
    package let code: Code
    /// What failed, with which input, and what to do.
    package let message: String
    /// The error of the database, where there is one.
    package let cause: (any Error)?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what failed and what to do.
    ///   - cause: the error behind it.
    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension StorageError: CustomStringConvertible {
    package var description: String { message }
}
