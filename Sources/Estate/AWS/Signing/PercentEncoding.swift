// SPDX-License-Identifier: Apache-2.0

/// Percent encoding as RFC 3986 section 2.1 has it and Signature Version 4 asks for it.
enum PercentEncoding {
    /// Decodes `%XX`; a lone percent sign stays.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var place = 0
        while place < source.count {
            if source[place] == UInt8(ascii: "%"), place + 2 < source.count,
                let high = digit(source[place + 1]), let low = digit(source[place + 2])
            {
                bytes.append(high << 4 | low)
                place += 3
            } else {
                let isSpace = plusIsSpace && source[place] == UInt8(ascii: "+")
                bytes.append(isSpace ? 0x20 : source[place])
                place += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Encodes every byte except the unreserved ones and those in `keeping`.
    static func encoded(_ text: String, keeping: String = "") -> String {
        var encoded = ""
        for byte in text.utf8 {
            let scalar = UnicodeScalar(byte)
            let isUnreserved = byte < 0x80 && (Character(scalar).isLetter || Character(scalar).isNumber)
            if isUnreserved || "-._~".unicodeScalars.contains(scalar)
                || keeping.unicodeScalars.contains(scalar)
            {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += "%" + hexadecimal([byte]).uppercased()
            }
        }
        return encoded
    }

    /// Names and values of a query or form, decoded.
    static func pairs(of query: String) -> [(String, String)] {
        query.split(separator: "&")
            .map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (
                    decoded(parts[0], plusIsSpace: true),
                    parts.count > 1 ? decoded(parts[1], plusIsSpace: true) : ""
                )
            }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        guard byte < 0x80, let value = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
        return UInt8(value)
    }
}
