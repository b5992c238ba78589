// SPDX-License-Identifier: Apache-2.0
import JSONCodec
import Yams

/// A result as YAML that reads back as the same JSON value.
enum YAMLOutput {
    /// Writes a result.
    ///
    /// - Parameter value: the structured result.
    /// - Returns: one document that ends with a line end.
    static func text(of value: JSONValue) -> String {
        do {
            return try Yams.serialize(node: node(value), width: -1, allowUnicode: true)
        } catch {
            // JSON is YAML (YAML 1.2, section 1.2), so what the emitter cannot write is written so.
            return value.text(.init(isPretty: true)) + "\n"
        }
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .null: Node("null", Tag(.null))
        case .bool(let value): Node(value ? "true" : "false", Tag(.bool))
        case .integer(let value): Node(String(value), Tag(.int))
        case .number: Node(value.text(), Tag(.float))
        case .string(let text): .scalar(scalar(text))
        case .array(let values): Node(values.map(node))
        case .object(let object): Node(object.members.map { (.scalar(scalar($0.name)), node($0.value)) })
        }
    }

    private static func scalar(_ text: String) -> Node.Scalar {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } && !text.isEmpty
        guard isPlain else { return Node.Scalar(text, Tag(.str), .doubleQuoted) }
        return text.represented()
    }
}
