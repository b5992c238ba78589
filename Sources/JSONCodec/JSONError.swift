// SPDX-License-Identifier: Apache-2.0

/// Why a text is not the JSON that was wanted, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// What kind of fault it is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The fault's name.
        public let description: String

        /// The text breaks the grammar.
        public static let syntax = Code(description: "syntax")
        /// The text ends too early.
        public static let truncated = Code(description: "truncated")
        /// A text is not valid UTF-8, or an escape names half a surrogate pair.
        public static let encoding = Code(description: "encoding")
        /// A number is beyond what a double holds.
        public static let range = Code(description: "range")
        /// Arrays and objects are nested deeper than the limit.
        public static let depth = Code(description: "depth")
        /// The text is longer than the limit.
        public static let size = Code(description: "size")
        /// An object has one name twice.
        public static let duplicate = Code(description: "duplicate")
        /// The text is JSON, but not of the wanted shape.
        public static let shape = Code(description: "shape")
    }

    /// What kind of fault it is.
    public let code: Code
    /// One sentence without the place.
    public let message: String
    /// Bytes before the fault.
    public let offset: Int
    /// Line of the fault, counted from 1.
    public let line: Int
    /// Column of the fault in bytes, counted from 1.
    public let column: Int

    /// Describes a fault at a place.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: one sentence.
    ///   - offset: bytes before it.
    ///   - line: its line, from 1.
    ///   - column: its column, from 1.
    public init(_ code: Code, _ message: String, offset: Int = 0, line: Int = 1, column: Int = 1) {
        self.code = code
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column
    }
}

extension JSONError: CustomStringConvertible {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String { "\(message) (line \(line), column \(column))" }
}
