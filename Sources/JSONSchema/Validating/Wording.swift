// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Says what a subschema wants, for violations that a model should be able to mend.
enum Expectation {
    private static let names = [
        "array": ("an array", "arrays"), "boolean": ("true or false", "truth values"),
        "integer": ("a whole number", "whole numbers"), "null": ("null", "nulls"),
        "number": ("a number", "numbers"), "object": ("an object", "objects"),
        "string": ("a string", "strings"),
    ]

    static func words(_ object: JSONObject) -> String? {
        switch object["type"] {
        case "array":
            guard case .string(let type)? = object["items"]?["type"], let items = names[type] else { break }
            return "an array of \(items.1)"
        case .array(let types):
            let words = types.compactMap { $0.string.flatMap { names[$0]?.0 } }
            return words.count == types.count && !words.isEmpty ? words.joined(separator: " or ") : nil
        default: break
        }
        return object["type"]?.string.flatMap { names[$0]?.0 }
    }
}

/// Shows values and names in messages, never at length.
enum Shown {
    static func value(_ value: JSONValue) -> String {
        switch value {
        case .array, .object: value.kind
        default: cut(value.text())
        }
    }

    static func list(_ values: some Sequence<String>) -> String {
        let all = Array(values)
        let shown = all.prefix(20).joined(separator: ", ")
        return all.count > 20 ? "\(shown) and \(all.count - 20) more" : shown
    }

    static func name(_ name: String) -> String { cut(JSONValue.string(name).text()) }

    private static func cut(_ text: String) -> String { text.count <= 80 ? text : text.prefix(80) + "…" }
}

/// Finds the name that was probably meant.
enum Suggestion {
    /// The candidate nearest to `name`, if it is near enough for a slip of the pen.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        guard (2...64).contains(name.utf8.count) else { return nil }
        let allowed = name.utf8.count < 5 ? 1 : 2
        let wanted = Array(name.lowercased().utf8)
        var best: (distance: Int, name: String)?
        for candidate in candidates.prefix(200) where abs(candidate.utf8.count - wanted.count) <= allowed {
            let distance = distance(wanted, Array(candidate.lowercased().utf8))
            if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.name
    }

    /// The number of bytes to insert, delete, replace or swap with their neighbour (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let isSame = left[i] == right[j]
                var best = min(last[j] + (isSame ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, before[j - 1] + 1)
                }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[right.count]
    }
}

extension JSONValue {
    /// The value with every number that has no fraction as an integer, so that 1.0 equals 1 (core 4.2.2).
    var normalized: JSONValue {
        switch self {
        case .number(let number): Int64(exactly: number).map(JSONValue.integer) ?? self
        case .array(let values): .array(values.map(\.normalized))
        case .object(let object): .object(JSONObject(object.map { ($0.name, $0.value.normalized) }))
        default: self
        }
    }

    var isContainer: Bool { array != nil || object != nil }

    /// One text for all equal values.
    var canonical: [UInt8] { normalized.bytes(JSONWritingOptions(sortsNames: true)) }
}
