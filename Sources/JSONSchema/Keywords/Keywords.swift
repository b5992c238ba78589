// SPDX-License-Identifier: Apache-2.0

/// One keyword, or several that only make sense together.
struct Keyword: Sendable {
    typealias Compile = @Sendable (inout SchemaSource) throws(SchemaError) -> SchemaNode.Check?

    /// The names it goes by in a schema.
    let names: [String]
    /// Makes the check; nothing when the keyword asserts nothing by itself.
    let compile: Compile

    init(_ names: String..., compile: @escaping Compile) {
        self.names = names
        self.compile = compile
    }
}

/// Every keyword that is understood; others are ignored, as JSON Schema core 6.5 asks.
enum Keywords {
    /// In the order in which they check: `unevaluated*` needs what all others looked at.
    static let all: [Keyword] =
        [reference, unsupported, definitions]
        + [type, constant, enumeration]
        + [maximum, exclusiveMaximum, minimum, exclusiveMinimum, multipleOf]
        + [maxLength, minLength, pattern]
        + [required, members, propertyNames, memberCount, dependentRequired, dependentSchemas]
        + [items, contains, itemCount, uniqueItems]
        + [allOf, anyOf, oneOf, not, condition]
        + [unevaluatedItems, unevaluatedProperties]
}
