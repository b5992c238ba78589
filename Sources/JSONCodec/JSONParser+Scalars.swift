// SPDX-License-Identifier: Apache-2.0

extension JSONParser {
    // RFC 8259 section 6. What fits 64 bits and has neither fraction nor exponent stays whole.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        let firstDigit = position
        var magnitude: UInt64 = 0
        var isWhole = true
        while let digit = digit() {
            let (scaled, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = scaled.addingReportingOverflow(UInt64(digit))
            if tooLarge || overflow { isWhole = false }
            magnitude = sum
        }
        guard position > firstDigit else { throw endOr(.syntax, "A digit should be here.") }
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
            throw fault(.syntax, "A number cannot begin with 0 and another digit.", at: start)
        }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits("A digit should follow the decimal point.")
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits("A digit should be in the exponent.")
        }
        if isWhole, let value = whole(magnitude, isNegative: isNegative) { return .integer(value) }
        let text = try text(bytes.span.extracting(start..<position), at: start)
        guard let value = Double(text), value.isFinite else {
            throw fault(.range, "The number is too large.", at: start)
        }
        return .number(value)
    }

    private func whole(_ magnitude: UInt64, isNegative: Bool) -> Int64? {
        guard isNegative else { return Int64(exactly: magnitude) }
        if magnitude == UInt64(Int64.max) + 1 { return .min }
        return Int64(exactly: magnitude).map { -$0 }
    }

    private mutating func digit() -> UInt8? {
        guard position < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[position] else {
            return nil
        }
        position += 1
        return bytes[position - 1] - UInt8(ascii: "0")
    }

    private mutating func digits(_ message: String) throws(JSONError) {
        guard digit() != nil else { throw endOr(.syntax, message) }
        while digit() != nil {}
    }

    private func endOr(_ code: JSONError.Code, _ message: String) -> JSONError {
        fault(position < bytes.count ? code : .truncated, message)
    }

    // RFC 8259 section 7.
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return try text(bytes.span.extracting(start..<position), at: start)
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0..<0x20:
                throw fault(.syntax, "A control character in a text must be escaped.")
            default:
                position += 1
            }
        }
        throw fault(.truncated, "The text ends within a string.")
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var content = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(content.span, at: start)
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20:
                throw fault(.syntax, "A control character in a text must be escaped.", at: position - 1)
            default: content.append(byte)
            }
        }
        throw fault(.truncated, "The text ends within a string.")
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw fault(.truncated, "The text ends within an escape.") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: String(try scalar()).utf8)
        default: throw fault(.syntax, "'\\' cannot be followed by \(shown(byte)).", at: position - 1)
        }
    }

    private mutating func scalar() throws(JSONError) -> Character {
        let start = position - 2
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code), position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else {
                throw fault(.encoding, "An escape names half a surrogate pair.", at: start)
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(code) else {
            throw fault(.encoding, "An escape names half a surrogate pair.", at: start)
        }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw fault(.truncated, "The text ends within an escape.") }
        var value: UInt32 = 0
        for place in position..<position + 4 {
            guard let digit = Self.hexadecimalDigit(bytes[place]) else {
                throw fault(.syntax, "'\\u' needs four hexadecimal digits.", at: place)
            }
            value = value << 4 | digit
        }
        position += 4
        return value
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    private func text(_ content: Span<UInt8>, at start: Int) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: content))
        } catch {
            throw fault(.encoding, "A text is not valid UTF-8.", at: start)
        }
    }
}
