// SPDX-License-Identifier: Apache-2.0
import JSONCodec

/// A result as aligned lines and tables for a person at a terminal.
enum TableOutput {
    /// Widest cell of a table, but for the last column.
    static let cellWidth = 44
    /// Widest cell of the last column, beside which nothing has to be aligned.
    static let lastCellWidth = 240

    /// What a person needs of the rows that have many members; the other formats have them all.
    private static let shownColumns = [
        "violations": [
            "resource_id", "resource_name", "resource_type", "region", "severity", "tag_name",
            "violation_type",
            "current_value", "near_miss",
        ],
        "resources": [
            "resource_id", "resource_name", "resource_type", "region", "age_days", "never_tagged",
            "missing_required_tags",
        ],
        "results": ["resource_arn", "status", "resource_type", "is_compliant", "detail"],
    ]

    /// Lays a result out: its scalars first, then each list or nested object below its name.
    ///
    /// - Parameter value: the structured result.
    /// - Returns: text that ends with a line end.
    static func text(of value: JSONValue) -> String {
        var lines: [String] = []
        lay(value, title: nil, into: &lines)
        while lines.first?.isEmpty == true { lines.removeFirst() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lay(_ value: JSONValue, title: String?, into lines: inout [String]) {
        switch value {
        case .object(let object): lay(object, title: title, into: &lines)
        case .array(let values) where values.contains { $0.object != nil }:
            heading(title, into: &lines)
            lines += table(values, title: title)
        default:
            heading(title, into: &lines)
            lines.append(cell(value))
        }
    }

    private static func lay(_ object: JSONObject, title: String?, into lines: inout [String]) {
        heading(title, into: &lines)
        let plain = object.members.filter { !isNested($0.value) }
        let width = plain.map(\.name.count).max() ?? 0
        for member in plain {
            let name = TerminalText.safe(member.name)
            lines.append(
                name + String(repeating: " ", count: width - member.name.count + 2) + cell(member.value)
            )
        }
        for member in object where isNested(member.value) {
            lay(member.value, title: member.name, into: &lines)
        }
    }

    private static func heading(_ title: String?, into lines: inout [String]) {
        guard let title else { return }
        lines += ["", TerminalText.safe(title).uppercased()]
    }

    private static func isNested(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object): !object.isEmpty
        case .array(let values): values.contains { $0.object != nil }
        default: false
        }
    }

    private static func table(_ values: [JSONValue], title: String?) -> [String] {
        var columns: [String] = []
        for case .object(let object) in values {
            for name in object.names where !columns.contains(name) { columns.append(name) }
        }
        columns.removeAll { name in values.allSatisfy { isBlank($0[name]) } }
        if let shown = title.flatMap({ shownColumns[$0] }) { columns = shown.filter(columns.contains) }
        let rows = values.map { value in
            columns.map { name in
                TerminalText.cut(
                    cell(value[name] ?? .null),
                    to: name == columns.last ? lastCellWidth : cellWidth
                )
            }
        }
        let headings = columns.map { TerminalText.safe($0) }
        let widths = columns.indices.map { column in
            ([headings] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([headings] + rows)
            .map { row in
                let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                return trimmed(padded.joined(separator: "  "))
            }
    }

    private static func isBlank(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null: true
        default: false
        }
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: "–"
        case .string(let text): TerminalText.safe(text)
        case .array(let values): values.isEmpty ? "–" : values.map(cell).joined(separator: ", ")
        case .object(let object):
            object.isEmpty
                ? "–"
                : object.members.map { "\(TerminalText.safe($0.name))=\(cell($0.value))" }
                    .joined(separator: ", ")
        case .number(let number): rounded(number)
        default: value.text()
        }
    }

    /// Four decimals are more than a person compares.
    private static func rounded(_ number: Double) -> String {
        abs(number) < 1e9 ? "\((number * 10_000).rounded() / 10_000)" : "\(number)"
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
