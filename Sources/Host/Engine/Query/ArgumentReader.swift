// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Takes arguments out of an object one by one, so that what is left at the end is what nobody knows.
///
/// Assistants mix up lists and single values, numbers and texts: whatever has one clear meaning is taken, and
/// anything else is an error that names the argument.
struct ArgumentReader {
    private var members: [(name: String, value: JSONValue)]
    /// What precedes names in errors: "filters." or nothing.
    private let path: String

    init(_ object: JSONObject, path: String = "") {
        members = object.map { ($0.name, $0.value) }
        self.path = path
    }

    /// Names that nobody has taken, in the order of the call.
    var remaining: [String] { members.map(\.name) }

    /// Takes a value; `null` is the same as absent.
    mutating func take(_ name: String) -> JSONValue? {
        guard let place = members.firstIndex(where: { $0.name == name }) else { return nil }
        let value = members.remove(at: place).value
        // Not `nil : value`, which would be a JSON null: the type has a nil literal of its own.
        guard !value.isNull else { return Optional.none }
        return value
    }

    mutating func text(_ name: String) throws -> String? {
        guard let value = take(name) else { return nil }
        let single = value.array?.count == 1 ? value[0] ?? value : value
        guard let text = single.string else { throw wrong(name, value, "a text") }
        return text
    }

    mutating func flag(_ name: String) throws -> Bool? {
        guard let value = take(name) else { return nil }
        if let flag = value.bool { return flag }
        switch value.string?.lowercased() {
        case "true": return true
        case "false": return false
        default: throw wrong(name, value, "true or false")
        }
    }

    mutating func number(_ name: String) throws -> Double? {
        guard let value = take(name) else { return nil }
        guard let number = value.double ?? value.string.flatMap(Double.init), number.isFinite else {
            throw wrong(name, value, "a number")
        }
        return number
    }

    mutating func whole(_ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
        guard let value = take(name) else { return nil }
        guard let number = value.integer ?? value.string.flatMap(Int64.init), range.contains(number) else {
            throw wrong(name, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func object(_ name: String) throws -> JSONObject? {
        guard let value = take(name) else { return nil }
        if let object = value.object { return object }
        if let object = Self.embedded(value)?.object { return object }
        throw wrong(name, value, "an object")
    }

    /// Takes a list of texts; a single text, texts between commas, and a list written as text are lists too.
    mutating func list(_ name: String, splittingCommas: Bool = true) throws -> [String]? {
        guard let value = take(name) else { return nil }
        return try texts(name, value, splittingCommas: splittingCommas)
    }

    func texts(_ name: String, _ value: JSONValue, splittingCommas: Bool) throws -> [String] {
        if let elements = value.array ?? Self.embedded(value)?.array {
            return try elements.map { element in
                guard let text = Self.scalar(element) else { throw wrong(name, value, "a list of texts") }
                return text
            }
        }
        guard let text = Self.scalar(value) else { throw wrong(name, value, "a list of texts") }
        guard splittingCommas else { return [text] }
        return text.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
    }

    // MARK: Steps

    /// A text, or a number that stands for one, as in an account id without quotes.
    private static func scalar(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): trimmed(text[...])
        case .integer(let number): String(number)
        default: nil
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// A list or object that was written as a text.
    private static func embedded(_ value: JSONValue) -> JSONValue? {
        guard let text = value.string, text.hasPrefix("[") || text.hasPrefix("{") else { return nil }
        do {
            return try JSONValue(parsing: text)
        } catch {
            // It only looks like JSON: it is taken as the text that it is, and shown if that is wrong.
            return nil
        }
    }

    private func wrong(_ name: String, _ value: JSONValue, _ wanted: String) -> EngineError {
        let shown = value.text().prefix(80)
        return EngineError(
            .invalidArgument,
            "The argument \(path)\(name) is \(shown), which is not \(wanted).",
            argument: path + name
        )
    }
}
