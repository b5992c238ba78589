// SPDX-License-Identifier: Apache-2.0

/// How JSON is written.
public struct JSONWritingOptions: Hashable, Sendable {
    /// Whether values stand on lines of their own, indented by two spaces.
    public var isPretty: Bool
    /// Whether members are written in the byte order of their names.
    public var sortsNames: Bool

    /// Sets the form.
    ///
    /// - Parameters:
    ///   - isPretty: lines and indentation.
    ///   - sortsNames: sorted members.
    public init(isPretty: Bool = false, sortsNames: Bool = false) {
        self.isPretty = isPretty
        self.sortsNames = sortsNames
    }
}

extension JSONValue {
    /// Writes the value as UTF-8.
    ///
    /// - Parameter options: the form.
    /// - Returns: the text without a line end.
    public func bytes(_ options: JSONWritingOptions = .init()) -> [UInt8] {
        var writer = JSONWriter(options: options)
        writer.write(self)
        return writer.output
    }

    /// Writes the value as a text.
    ///
    /// - Parameter options: the form.
    /// - Returns: the text without a line end.
    public func text(_ options: JSONWritingOptions = .init()) -> String {
        String(decoding: bytes(options), as: UTF8.self)
    }
}

/// Writes JSON piece by piece into one buffer, without building values first.
///
/// The caller keeps the pieces in a valid order; `separate` puts the commas.
public struct JSONWriter: Sendable {
    /// What was written.
    public private(set) var output: [UInt8] = []
    private let options: JSONWritingOptions
    private var depth = 0
    private var needsComma = false

    /// Makes an empty writer.
    ///
    /// - Parameter options: the form.
    public init(options: JSONWritingOptions = .init()) { self.options = options }

    /// Empties the buffer, keeping its memory.
    public mutating func removeAll() {
        output.removeAll(keepingCapacity: true)
        depth = 0
        needsComma = false
    }

    /// Begins an object.
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Ends an object.
    public mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Begins an array.
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Ends an array.
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a member's name; its value comes next.
    ///
    /// - Parameter name: the name.
    public mutating func name(_ name: String) {
        separate()
        quote(name)
        output.append(UInt8(ascii: ":"))
        if options.isPretty { output.append(0x20) }
        needsComma = false
        isAfterName = true
    }

    /// Writes a whole value.
    ///
    /// - Parameter value: the value.
    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: raw("null")
        case .bool(let value): raw(value ? "true" : "false")
        case .integer(let value): raw(String(value))
        case .number(let value): raw(Self.text(of: value))
        case .string(let value):
            separate()
            quote(value)
            needsComma = true
        case .array(let values):
            beginArray()
            for value in values { write(value) }
            endArray()
        case .object(let object):
            beginObject()
            let members =
                options.sortsNames
                ? object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
                : object.members
            for member in members {
                name(member.name)
                write(member.value)
            }
            endObject()
        }
    }

    // MARK: Steps

    private var isAfterName = false

    private mutating func raw(_ text: String) {
        separate()
        output.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        output.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if needsComma { newLine() }
        output.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if isAfterName {
            isAfterName = false
            return
        }
        if needsComma { output.append(UInt8(ascii: ",")) }
        if depth > 0 { newLine() }
    }

    private mutating func newLine() {
        guard options.isPretty else { return }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }

    private mutating func quote(_ text: String) {
        output.append(UInt8(ascii: "\""))
        if Self.isPlain(text) {
            output.append(contentsOf: text.utf8)
        } else {
            escape(text)
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        for place in bytes.indices {
            let byte = bytes[place]
            if byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                return false
            }
        }
        return true
    }

    // RFC 8259 section 7; DEL need not be escaped, but terminals do not show it.
    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0..<0x20, 0x7F:
                output.append(contentsOf: Self.escaped(byte))
            default:
                output.append(byte)
            }
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x08: return Array(#"\b"#.utf8)
        case 0x09: return Array(#"\t"#.utf8)
        case 0x0A: return Array(#"\n"#.utf8)
        case 0x0C: return Array(#"\f"#.utf8)
        case 0x0D: return Array(#"\r"#.utf8)
        default:
            let digits = String(byte, radix: 16)
            return Array((#"\u"# + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
    }

    /// A fraction without remainder keeps its ".0", so that reading gives a fraction again; no number is not finite.
    private static func text(of value: Double) -> String { value.isFinite ? "\(value)" : "null" }
}
