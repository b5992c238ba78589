// SPDX-License-Identifier: Apache-2.0
import JSONCodec

/// A result's rows as CSV (RFC 4180) that a spreadsheet shows but does not run.
enum CSVOutput {
    /// Writes the first list of objects in a result, or its scalars as one row when it has none.
    ///
    /// - Parameter value: the structured result.
    /// - Returns: lines ended by CR LF, the names of columns first.
    static func text(of value: JSONValue) -> String {
        let rows = rows(of: value)
        var columns: [String] = []
        for row in rows {
            for name in row.names where !columns.contains(name) { columns.append(name) }
        }
        let lines =
            [columns.map(quoted)] + rows.map { row in columns.map { quoted(field(row[$0] ?? .null)) } }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// Defuses a field that a spreadsheet would take for a formula.
    ///
    /// - Parameter text: a field's text.
    /// - Returns: the text, with an apostrophe before `=`, `+`, `-`, `@`, a tab or a line end.
    static func defused(_ text: String) -> String {
        // https://owasp.org/www-community/attacks/CSV_Injection; a plain number stays one.
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return text
        }
        return Double(text) == nil ? "'" + text : text
    }

    private static func rows(of value: JSONValue) -> [JSONObject] {
        if let values = value.array { return values.compactMap(\.object) }
        guard let object = value.object else { return [["value": value]] }
        for member in object {
            guard let values = member.value.array, values.contains(where: { $0.object != nil }) else {
                continue
            }
            return values.compactMap(\.object)
        }
        return [JSONObject(object.members.filter { $0.value.object == nil }.map { ($0.name, $0.value) })]
    }

    private static func field(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text
        case .array(let values) where values.allSatisfy { $0.string != nil }:
            values.compactMap(\.string).joined(separator: "; ")
        default: value.text()
        }
    }

    private static func quoted(_ text: String) -> String {
        let text = defused(text)
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
