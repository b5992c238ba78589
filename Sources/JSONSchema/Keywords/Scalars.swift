// SPDX-License-Identifier: Apache-2.0

import JSONCodec

// JSON Schema validation, sections 6.1 to 6.3.

extension Keywords {
    private static let typeNames: Set<String> = [
        "array", "boolean", "integer", "null", "number", "object", "string",
    ]

    static let type = Keyword("type") { (source) throws(SchemaError) in
        let value = source.object["type"] ?? .null
        let types = value.string.map { [$0] } ?? value.strings ?? []
        guard !types.isEmpty, typeNames.isSuperset(of: types), Set(types).count == types.count else {
            let names = typeNames.sorted().joined(separator: ", ")
            throw source.fault("type", "must be one of \(names), or an array of different ones")
        }
        let wanted = Set(types)
        let words = Expectation.words(source.object) ?? types.joined(separator: " or ")
        return { value, validation in
            if !conforms(value, wanted) { validation.report("type", "must be \(words), got \(value.kind)") }
        }
    }

    private static func conforms(_ value: JSONValue, _ types: Set<String>) -> Bool {
        switch value {
        case .integer: types.contains("integer") || types.contains("number")
        case .number(let number):
            types.contains("number") || types.contains("integer") && number.rounded() == number
        default: types.contains(value.kind)
        }
    }

    static let constant = Keyword("const") { (source) throws(SchemaError) in
        let wanted = source.object["const"] ?? .null
        let canonical = wanted.canonical
        return { value, validation in
            guard value.isContainer != wanted.isContainer || value.canonical != canonical else { return }
            validation.report("const", "must be \(Shown.value(wanted)), got \(Shown.value(value))")
        }
    }

    static let enumeration = Keyword("enum") { (source) throws(SchemaError) in
        guard let values = source.object["enum"]?.array else {
            throw source.fault("enum", "must be an array")
        }
        let wanted = Set(values.map(\.canonical))
        let words = Shown.list(values.map(Shown.value))
        let names = values.compactMap(\.string)
        let hasContainer = values.contains(where: \.isContainer)
        return { value, validation in
            let isPossible = hasContainer || !value.isContainer
            guard !isPossible || !wanted.contains(value.canonical) else { return }
            let meant = value.string.flatMap { Suggestion.nearest(to: $0, among: names) }
            let hint = meant.map { "; did you mean \(Shown.name($0))?" } ?? ""
            validation.report("enum", "must be one of \(words), got \(Shown.value(value))\(hint)")
        }
    }

    // MARK: Numbers

    static let maximum = bound("maximum", "must be at most") { $0 <= $1 }
    static let exclusiveMaximum = bound("exclusiveMaximum", "must be less than") { $0 < $1 }
    static let minimum = bound("minimum", "must be at least") { $0 >= $1 }
    static let exclusiveMinimum = bound("exclusiveMinimum", "must be greater than") { $0 > $1 }

    private static func bound(
        _ name: String,
        _ words: String,
        _ holds: @escaping @Sendable (Magnitude, Magnitude) -> Bool
    ) -> Keyword {
        Keyword(name) { (source) throws(SchemaError) in
            guard let value = try source.number(name), let limit = Magnitude(value) else { return nil }
            return { value, validation in
                guard let number = Magnitude(value), !holds(number, limit) else { return }
                validation.report(name, "\(words) \(limit), got \(number)")
            }
        }
    }

    static let multipleOf = Keyword("multipleOf") { (source) throws(SchemaError) in
        guard let step = try source.number("multipleOf") else { return nil }
        guard let size = step.double, size > 0 else {
            throw source.fault("multipleOf", "must be greater than 0")
        }
        return { value, validation in
            guard value.double != nil, !isMultiple(value, of: step) else { return }
            validation.report(
                "multipleOf",
                "must be a multiple of \(Shown.value(step)), got \(Shown.value(value))"
            )
        }
    }

    private static func isMultiple(_ value: JSONValue, of step: JSONValue) -> Bool {
        if let value = value.integer, let step = step.integer { return value % step == 0 }
        guard let value = value.double, let step = step.double else { return true }
        let quotient = value / step
        guard quotient.isFinite else { return value.truncatingRemainder(dividingBy: step) == 0 }
        // 0.0075 is not exactly 75 times 0.0001 in binary.
        return abs(quotient - quotient.rounded()) <= 1e-9 * max(1, abs(quotient) * 1e-6)
    }

    // MARK: Texts

    static let maxLength = Keyword("maxLength") { (source) throws(SchemaError) in
        guard let limit = try source.count("maxLength") else { return nil }
        return { value, validation in
            guard case .string(let text) = value, text.utf8.count > limit, text.unicodeScalars.count > limit
            else { return }
            let count = text.unicodeScalars.count
            validation.report("maxLength", "must have at most \(limit) characters, but has \(count)")
        }
    }

    static let minLength = Keyword("minLength") { (source) throws(SchemaError) in
        guard let limit = try source.count("minLength") else { return nil }
        return { value, validation in
            guard case .string(let text) = value, text.unicodeScalars.count < limit else { return }
            let count = text.unicodeScalars.count
            validation.report("minLength", "must have at least \(limit) characters, but has \(count)")
        }
    }

    static let pattern = Keyword("pattern") { (source) throws(SchemaError) in
        guard let text = try source.string("pattern") else { return nil }
        let pattern = try source.pattern(text, "pattern")
        return { value, validation in
            guard case .string(let text) = value, validation.spend(1 + text.utf8.count / 64) else { return }
            switch pattern.match(text) {
            case .matches: break
            case .differs:
                validation.report("pattern", "must match \(pattern.text), got \(Shown.value(value))")
            case .limitReached:
                validation.giveUp("pattern", "takes too long to be matched with \(pattern.text)")
            }
        }
    }
}

/// A number that is compared exactly, whether it came whole or as a fraction.
private enum Magnitude: Comparable, CustomStringConvertible {
    case integer(Int64)
    case fraction(Double)

    init?(_ value: JSONValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .number(let number): self = Int64(exactly: number).map(Magnitude.integer) ?? .fraction(number)
        default: return nil
        }
    }

    static func < (left: Magnitude, right: Magnitude) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.fraction(let left), .fraction(let right)): left < right
        case (.integer(let left), .fraction(let right)): Double(left) < right
        case (.fraction(let left), .integer(let right)): left < Double(right)
        }
    }

    var description: String {
        switch self {
        case .integer(let number): "\(number)"
        case .fraction(let number): "\(number)"
        }
    }
}
