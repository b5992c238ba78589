// SPDX-License-Identifier: Apache-2.0

/// A text of the policy, made ready to be compared with many texts of resources.
///
/// Texts are the same when their bytes are, not when Unicode holds them to be equivalent: clouds compare bytes.
struct TextMatcher: Sendable {
    /// What is held to be the same.
    enum Form: Sendable {
        /// The bytes.
        case exact
        /// Letters of either case.
        case caseless
        /// Letters of either case, '-' and '_'.
        case label
        /// Letters of either case, whatever separates words.
        case loose
    }

    let text: String
    private let form: Form
    /// What `hash(of:_:)` gives for every text that matches.
    let hash: UInt64
    private let isASCII: Bool
    private let folded: [UInt8]

    init(_ text: String, _ form: Form) {
        self.text = text
        self.form = form
        isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        folded = Self.fold(text, form)
        hash = Self.hash(of: text, form)
    }

    /// Allocates nothing while both texts are ASCII.
    func matches(_ other: String) -> Bool {
        if case .exact = form { return isSame(as: other) }
        if isASCII, form != .loose, let answer = matchesASCII(other) { return answer }
        return Self.fold(other, form) == folded
    }

    // Of two texts with as many bytes, one of them ASCII, the standard library's equality compares bytes.
    private func isSame(as other: String) -> Bool {
        guard other.utf8.count == text.utf8.count else { return false }
        return isASCII ? other == text : other.utf8.elementsEqual(text.utf8)
    }

    /// Nothing where the other text has characters beyond ASCII, which may fold to ASCII (K, the Kelvin sign).
    private func matchesASCII(_ other: String) -> Bool? {
        let bytes = other.utf8Span.span
        if bytes.count < folded.count { return false }
        if bytes.count > folded.count { return other.utf8.contains { $0 >= 0x80 } ? nil : false }
        var isEqual = true
        for place in folded.indices {
            let byte = bytes[place]
            if byte >= 0x80 { return nil }
            if Self.fold(byte, form) != folded[place] { isEqual = false }
        }
        return isEqual
    }

    // MARK: Hashing

    /// A hash that is the same for texts that are held to be the same; a match is verified with `matches`.
    ///
    /// FNV-1a: keys are short, and a collision costs one more comparison.
    static func hash(of text: String, _ form: Form) -> UInt64 {
        let bytes = text.utf8Span.span
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in bytes.indices {
            let byte = bytes[place]
            if byte >= 0x80, form != .exact { return foldedHash(of: text, form) }
            hash = (hash ^ UInt64(form == .exact ? byte : fold(byte, form))) &* 0x100_0000_01B3
        }
        return hash
    }

    private static func foldedHash(of text: String, _ form: Form) -> UInt64 {
        fold(text, form).reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    // MARK: Folding

    static func fold(_ text: String, _ form: Form) -> [UInt8] {
        if case .exact = form { return Array(text.utf8) }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if form == .loose, isSeparator(scalar) { continue }
            if scalar.isASCII {
                result.append(fold(UInt8(scalar.value), form))
            } else {
                result.append(contentsOf: String(Character(simpleFold(scalar))).utf8)
            }
        }
        return result
    }

    private static func fold(_ byte: UInt8, _ form: Form) -> UInt8 {
        byte == UInt8(ascii: "_") && form == .label ? UInt8(ascii: "-") : lowercased(byte)
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isSeparator(_ scalar: UnicodeScalar) -> Bool {
        switch scalar {
        case " ", "-", "_", ".", ":", "/": true
        default: false
        }
    }

    /// Simple case folding (Unicode 15, CaseFolding.txt, C and S), by way of the upper case of the character.
    private static func simpleFold(_ scalar: UnicodeScalar) -> UnicodeScalar {
        // Dotted and dotless i stay apart from i.
        if scalar.value == 0x130 || scalar.value == 0x131 { return scalar }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        return single(upper.properties.lowercaseMapping) ?? scalar
    }

    private static func single(_ text: String) -> UnicodeScalar? {
        text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
    }
}
