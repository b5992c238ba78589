// SPDX-License-Identifier: Apache-2.0
import JSONCodec

/// Command-line flags made from a tool's input schema: `--resource-types a,b --filters.regions us-east-1 --limit 5`.
///
/// A property `resource_types` is the flag `--resource-types`; members of an object follow a dot. A list takes
/// commas or a repeated flag, a truth value needs no value and has a `--no-` form, an object takes JSON.
struct SchemaFlags {
    private let schema: JSONValue

    /// Reads flags for one tool.
    ///
    /// - Parameter schema: the tool's input schema.
    init(schema: JSONValue) { self.schema = schema }

    /// The flags, one for each property.
    var names: [String] {
        (schema["properties"]?.object?.names ?? []).map { "--" + Self.flag(of: $0) }
    }

    /// Reads flags into arguments.
    ///
    /// - Parameters:
    ///   - words: what stands on the command line, without flags that the command itself knows.
    ///   - arguments: arguments that the flags add to or replace.
    /// - Returns: the arguments.
    /// - Throws: ``UsageError`` for an unknown flag, a missing value or a value of the wrong kind.
    func arguments(from words: [String], over arguments: JSONObject) throws(UsageError) -> JSONObject {
        var result = JSONValue.object(arguments)
        var given: Set<[String]> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                throw UsageError("'\(word)' is not a flag. Arguments are flags (\(listed)) or --json.")
            }
            let parts = word.dropFirst(2)
                .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let (path, isNegated) = try path(of: String(parts[0]))
            let isBoolean = kinds(at: path) == ["boolean"]
            var text = parts.count == 2 ? String(parts[1]) : nil
            if text == nil, isBoolean, !["true", "false"].contains(rest.first ?? "") { text = "true" }
            guard let value = text ?? rest.popFirst() else {
                throw UsageError("--\(parts[0]) needs a value.")
            }
            let converted = try convert(isNegated ? "false" : value, path: path, flag: String(parts[0]))
            result = Self.set(converted, at: path[...], in: result, isRepeated: !given.insert(path).inserted)
        }
        return result.object ?? arguments
    }

    // MARK: Names

    private var listed: String { names.sorted().joined(separator: ", ") }

    static func flag(of name: String) -> String { String(name.map { $0 == "_" ? "-" : $0 }) }

    private func path(of flag: String) throws(UsageError) -> (path: [String], isNegated: Bool) {
        if let path = resolve(flag) { return (path, false) }
        if flag.hasPrefix("no-"), let path = resolve(String(flag.dropFirst(3))),
            kinds(at: path) == ["boolean"]
        {
            return (path, true)
        }
        let near = Spelling.nearest(to: "--" + flag, among: names).map { " Did you mean \($0)?" } ?? ""
        throw UsageError("--\(flag) is not an argument of this tool.\(near) Its flags are \(listed).")
    }

    private func resolve(_ flag: String) -> [String]? {
        var path: [String] = []
        var current = schema
        for part in flag.split(separator: ".", omittingEmptySubsequences: false) {
            let properties = current["properties"]?.object
            if let name = properties?.names.first(where: { Self.flag(of: $0) == part || $0 == part }) {
                path.append(name)
                current = properties?[name] ?? .null
            } else if !path.isEmpty, Self.isOpen(current), !part.isEmpty {
                path.append(String(part.map { $0 == "-" ? "_" : $0 }))
                current = .null
            } else {
                return nil
            }
        }
        return path
    }

    /// Whether a schema takes an object with members that it does not name.
    private static func isOpen(_ schema: JSONValue) -> Bool {
        guard schema["additionalProperties"] != .bool(false) else { return false }
        return schema["type"] == nil || schema["type"] == "object"
    }

    // MARK: Values

    private func schema(at path: [String]) -> JSONValue {
        path.reduce(schema) { $0["properties"]?[$1] ?? .null }
    }

    private func kinds(at path: [String]) -> [String] {
        let schema = schema(at: path)
        if let kind = schema["type"]?.string { return [kind] }
        if let kinds = schema["type"]?.strings { return kinds }
        return (schema["anyOf"] ?? schema["oneOf"])?.array?.compactMap { $0["type"]?.string } ?? []
    }

    private func convert(_ text: String, path: [String], flag: String) throws(UsageError) -> JSONValue {
        let kinds = kinds(at: path)
        if kinds.contains("boolean"), let value = Bool(text) { return .bool(value) }
        if kinds.contains("integer"), let value = Int64(text) { return .integer(value) }
        if kinds.contains("number"), let value = Double(text), value.isFinite { return .number(value) }
        if text.hasPrefix("{") || text.hasPrefix("["), kinds.contains("object") || kinds.contains("array") {
            do {
                return try JSONValue(parsing: text)
            } catch {
                throw UsageError("--\(flag) is not valid JSON: \(error)")
            }
        }
        if kinds.contains("array") {
            return JSONValue(text.split(separator: ",").map(String.init))
        }
        guard kinds.isEmpty || kinds.contains("string") else {
            throw UsageError("--\(flag) is '\(text)'; it takes \(Self.described(kinds)).")
        }
        return .string(text)
    }

    private static func described(_ kinds: [String]) -> String {
        let words = [
            "boolean": "true or false", "integer": "a whole number", "number": "a number", "object": "JSON",
        ]
        return kinds.map { words[$0] ?? $0 }.joined(separator: " or ")
    }

    private static func set(
        _ value: JSONValue,
        at path: ArraySlice<String>,
        in target: JSONValue,
        isRepeated: Bool
    ) -> JSONValue {
        guard let name = path.first else {
            guard isRepeated, let before = target.array, let more = value.array else { return value }
            return .array(before + more)
        }
        var object = target.object ?? JSONObject()
        object[name] = set(value, at: path.dropFirst(), in: object[name] ?? .null, isRepeated: isRepeated)
        return .object(object)
    }
}
