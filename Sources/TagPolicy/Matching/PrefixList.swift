// SPDX-License-Identifier: Apache-2.0

/// Prefixes compared without case; most texts are told apart by their first byte.
struct PrefixList: Sendable {
    private let prefixes: [(text: String, folded: [UInt8])]
    /// One bit for each byte that a matching text can begin with.
    private let firstBytes: (low: UInt64, high: UInt64)

    init(_ texts: [String]) {
        prefixes = texts.map { ($0, TextMatcher.fold($0, .caseless)) }
        var first: (low: UInt64, high: UInt64) = (0, 0)
        for byte in prefixes.compactMap(\.folded.first) {
            for byte in [byte, Self.upper(byte)] where byte < 0x80 {
                if byte < 0x40 {
                    first.low |= 1 << UInt64(byte)
                } else {
                    first.high |= 1 << UInt64(byte & 0x3F)
                }
            }
        }
        firstBytes = first
    }

    /// The first prefix that the text begins with.
    func match(_ text: String) -> String? {
        guard let first = text.utf8.first, mayBegin(with: first) else { return nil }
        return prefixes.first { Self.begins(text, with: $0.folded) }?.text
    }

    private static func begins(_ text: String, with folded: [UInt8]) -> Bool {
        let bytes = text.utf8Span.span
        for place in folded.indices {
            if place == bytes.count { return false }
            let byte = bytes[place]
            if byte >= 0x80 { return TextMatcher.fold(text, .caseless).starts(with: folded) }
            if TextMatcher.lowercased(byte) != folded[place] { return false }
        }
        return true
    }

    // Beyond ASCII anything may fold to anything.
    private func mayBegin(with byte: UInt8) -> Bool {
        if byte >= 0x80 { return !prefixes.isEmpty }
        let bits = byte < 0x40 ? firstBytes.low : firstBytes.high
        return bits & (1 << UInt64(byte & 0x3F)) != 0
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    }
}
