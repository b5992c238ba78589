// SPDX-License-Identifier: Apache-2.0

/// Limits and strictness of reading JSON.
public struct JSONReadingOptions: Hashable, Sendable {
    /// Deepest nesting of arrays and objects.
    public var maximumDepth: Int
    /// Longest text in bytes.
    public var maximumSize: Int
    /// Whether an object with one name twice is refused; otherwise the last value wins.
    public var refusesDuplicates: Bool

    /// Sets limits.
    ///
    /// - Parameters:
    ///   - maximumDepth: deepest nesting.
    ///   - maximumSize: longest text in bytes.
    ///   - refusesDuplicates: whether a repeated name is an error.
    public init(maximumDepth: Int = 128, maximumSize: Int = 64 << 20, refusesDuplicates: Bool = false) {
        self.maximumDepth = maximumDepth
        self.maximumSize = maximumSize
        self.refusesDuplicates = refusesDuplicates
    }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259); a byte order mark before it is skipped.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - options: limits.
    /// - Throws: ``JSONError`` with the place of the first fault.
    /// - Complexity: O(n); nesting is bounded by ``JSONReadingOptions/maximumDepth``.
    public init(parsing bytes: [UInt8], options: JSONReadingOptions = .init()) throws(JSONError) {
        guard bytes.count <= options.maximumSize else {
            throw JSONError(
                .size,
                "The text has \(bytes.count) bytes; the limit is \(options.maximumSize)."
            )
        }
        var parser = JSONParser(bytes: bytes, options: options)
        self = try parser.document()
    }

    /// Reads one JSON text.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - options: limits.
    /// - Throws: ``JSONError`` with the place of the first fault.
    public init(parsing text: String, options: JSONReadingOptions = .init()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), options: options)
    }
}

/// A recursive-descent reader over one text.
struct JSONParser {
    let bytes: [UInt8]
    let options: JSONReadingOptions
    var position = 0
    private var depth = 0

    init(bytes: [UInt8], options: JSONReadingOptions) {
        self.bytes = bytes
        self.options = options
    }

    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw fault(.syntax, "There is text after the JSON value.") }
        return value
    }

    mutating func value() throws(JSONError) -> JSONValue {
        guard position < bytes.count else {
            throw fault(.truncated, "The text ends where a value should be.")
        }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault(.syntax, "A value cannot begin with \(shown(bytes[position])).")
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try enter()
        var object = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) {
            depth -= 1
            return object
        }
        while true {
            skipSpace()
            guard position < bytes.count else { throw fault(.truncated, "The text ends within an object.") }
            guard bytes[position] == UInt8(ascii: "\"") else {
                throw fault(.syntax, "A member name in double quotes should be here.")
            }
            let start = position
            let name = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"), "A ':' should follow the member name.")
            skipSpace()
            let value = try value()
            if !object.insert(name, value) {
                guard !options.refusesDuplicates else {
                    throw fault(.duplicate, "The member \"\(name)\" appears twice in one object.", at: start)
                }
                object[name] = value
            }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "}"), "A ',' or '}' should be here.")
            depth -= 1
            return object
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try enter()
        var values: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) {
            depth -= 1
            return values
        }
        while true {
            skipSpace()
            values.append(try value())
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "]"), "A ',' or ']' should be here.")
            depth -= 1
            return values
        }
    }

    private mutating func literal(_ name: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let wanted = name.utf8Span.span
        for place in wanted.indices {
            guard position < bytes.count else { throw fault(.truncated, "The text ends within '\(name)'.") }
            guard take(wanted[place]) else { throw fault(.syntax, "Only '\(name)' could be here.") }
        }
        return value
    }

    // MARK: Steps

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= options.maximumDepth else {
            throw fault(.depth, "Values are nested deeper than \(options.maximumDepth) levels.")
        }
        position += 1
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8, _ message: String) throws(JSONError) {
        guard position < bytes.count else { throw fault(.truncated, "The text ends too early. \(message)") }
        guard take(byte) else { throw fault(.syntax, message) }
    }

    func fault(_ code: JSONError.Code, _ message: String, at place: Int? = nil) -> JSONError {
        let offset = place ?? position
        let place = JSONPlace(of: offset, in: bytes)
        return JSONError(code, message, offset: offset, line: place.line, column: place.column)
    }

    func shown(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }
}
