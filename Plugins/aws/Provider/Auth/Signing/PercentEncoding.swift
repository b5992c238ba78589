// SPDX-License-Identifier: Apache-2.0

/// Percent-encoding as RFC 3986 section 2.1 defines it, over UTF-8 bytes.
enum PercentEncoding {
    /// Whether a byte is unreserved (RFC 3986 section 2.3): never escaped.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Escapes every byte but the unreserved ones.
    ///
    /// - Parameter text: the text.
    /// - Returns: the text as it may stand for one segment of a path or one name or value of a query.
    static func encode(_ text: String) -> String { encode(text, keeping: isUnreserved) }

    /// Escapes every byte that a test does not let pass.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - passes: whether a byte stays as it is.
    /// - Returns: the escaped text.
    static func encode(_ text: String, keeping passes: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if passes(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Writes pairs as application/x-www-form-urlencoded, with %20 for a blank, as AWS's query protocol asks.
    ///
    /// - Parameter pairs: names and values.
    /// - Returns: the form.
    static func form(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }
}
