// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// Why a schema cannot be used, and where.
package struct SchemaError: Error, Hashable, Sendable {
    /// What kind of fault it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The fault's name.
        package let description: String

        /// A keyword has a value of the wrong type or range.
        package static let keyword = Code(description: "keyword")
        /// A `$ref` leads out of the schema or to nothing.
        package static let reference = Code(description: "reference")
        /// The schema is in a dialect other than 2020-12, or uses a keyword that is not supported.
        package static let dialect = Code(description: "dialect")
        /// A regular expression does not compile.
        package static let pattern = Code(description: "pattern")
        /// The schema is larger or deeper than the limits.
        package static let size = Code(description: "size")
    }

    /// What kind of fault it is.
    package let code: Code
    /// What is wrong there.
    package let message: String
    /// Where in the schema.
    package let pointer: JSONPointer

    init(_ code: Code, _ message: String, at pointer: JSONPointer) {
        self.code = code
        self.message = message
        self.pointer = pointer
    }
}

extension SchemaError: CustomStringConvertible {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package var description: String {
        pointer.tokens.isEmpty ? message : "\(pointer): \(message)"
    }
}

/// One way in which a value breaks a schema, told so that a model can mend it.
package struct SchemaViolation: Hashable, Sendable {
    /// Where in the value.
    package let pointer: JSONPointer
    /// The keyword that is broken.
    package let keyword: String
    /// What must be there and what is, without the place.
    package let message: String
}

extension SchemaViolation: CustomStringConvertible {
    /// The violation with its place, such as `filters.regions: must be an array of strings, got number`.
    package var description: String {
        pointer.tokens.isEmpty ? message : "\(place): \(message)"
    }

    private var place: String {
        var text = ""
        for token in pointer.tokens {
            if let first = token.utf8.first, (0x30...0x39).contains(first), Int(token) != nil {
                text += "[\(token)]"
            } else {
                text += text.isEmpty ? token : ".\(token)"
            }
        }
        return text
    }
}

/// How large a schema may be, and how much work a value may cost.
package struct SchemaLimits: Hashable, Sendable {
    /// Most subschemas in one schema.
    package var subschemas = 10_000
    /// Deepest nesting of subschemas while validating; it also ends references that go in circles.
    package var depth = 192
    /// Most steps of validating one value.
    package var steps = 5_000_000
    /// Most violations told at once.
    package var violations = 20

    /// Takes the defaults.
    package init() {}
}
