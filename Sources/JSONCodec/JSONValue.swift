// SPDX-License-Identifier: Apache-2.0

/// A JSON value as RFC 8259 defines it, with whole numbers kept apart from fractions.
public enum JSONValue: Hashable, Sendable {
    /// The literal `null`.
    case null
    /// A truth value; never confused with a number.
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number; always finite.
    case number(Double)
    /// A text.
    case string(String)
    /// An ordered list.
    case array([JSONValue])
    /// Members in the order in which they were written.
    case object(JSONObject)
}

// MARK: - Reading

extension JSONValue {
    /// The text, when this is one.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The truth value, when this is one.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The whole number, when this is one, or a fraction without a remainder that fits.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The number as a double, when this is a number.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The elements, when this is an array.
    public var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members, when this is an object.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The array's elements as texts, when every one is a text.
    public var strings: [String]? {
        guard case .array(let values) = self else { return nil }
        var result: [String] = []
        result.reserveCapacity(values.count)
        for value in values {
            guard let text = value.string else { return nil }
            result.append(text)
        }
        return result
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// The member of that name, when this is an object that has it.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// The element at that place, when this is an array that has it.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    /// What kind of value this is, in JSON Schema's words: null, boolean, integer, number, string, array, object.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

// MARK: - Writing literals

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(nilLiteral: ()) { self = .null }
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(integerLiteral value: Int64) { self = .integer(value) }
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(floatLiteral value: Double) { self = .number(value) }
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(stringLiteral value: String) { self = .string(value) }
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }

    /// Wraps a whole number of any size that fits 64 bits.
    ///
    /// - Parameter value: the number; one beyond 64 bits becomes the nearest double.
    public init(_ value: some BinaryInteger) {
        self = Int64(exactly: value).map(JSONValue.integer) ?? .number(Double(value))
    }

    /// Wraps an optional text; no text is `null`.
    ///
    /// - Parameter value: the text.
    public init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }

    /// Wraps a list of texts.
    ///
    /// - Parameter values: the texts.
    public init(_ values: some Sequence<String>) { self = .array(values.map(JSONValue.string)) }
}
