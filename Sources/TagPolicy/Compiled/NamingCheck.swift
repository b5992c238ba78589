// SPDX-License-Identifier: Apache-2.0

internal import Inventory

/// The naming rules, made ready for the keys of one cloud.
struct NamingCheck: Sendable {
    private let rules: NamingRules
    private let reserved: [PrefixMatcher]
    private let system: [PrefixMatcher]
    private let spellings: [TextMatcher]

    /// - Parameters:
    ///   - rules: the policy's naming rules.
    ///   - traits: the cloud.
    ///   - keys: the keys of the policy's rules in that cloud.
    init(_ rules: NamingRules, traits: CloudTraits, keys: [String]) {
        self.rules = rules
        reserved = rules.reservedPrefixes.map(PrefixMatcher.init)
        system = traits.systemKeyPrefixes.map(PrefixMatcher.init)
        let checksSpelling = rules.caseSensitivity && traits.keyCase == .insensitive
        spellings = checksSpelling ? keys.map { TextMatcher($0, .caseless) } : []
    }

    /// The cloud's own tags ("aws:cloudformation:stack-name") are nobody's naming.
    func check(_ tag: Tag, into findings: inout [Finding]) {
        if system.contains(where: { $0.matches(tag.key) }) { return }
        if let prefix = reserved.first(where: { $0.matches(tag.key) }) {
            findings.append(Finding(naming: .reservedPrefix(prefix.text), tag))
        }
        if isLonger(tag.key, than: rules.maxKeyLength) {
            findings.append(Finding(naming: .keyTooLong(limit: rules.maxKeyLength), tag))
        }
        if !rules.allowSpecialCharacters, let scalar = special(in: tag.key) {
            findings.append(Finding(naming: .specialCharacter(scalar), tag))
        }
        if let spelling = spellings.first(where: { $0.matches(tag.key) }), !isSame(spelling.text, tag.key) {
            findings.append(Finding(naming: .keySpelling(wanted: spelling.text), tag))
        }
        if isLonger(tag.value, than: rules.maxValueLength) {
            findings.append(Finding(naming: .valueTooLong(limit: rules.maxValueLength), tag))
        }
    }

    // A text has at most as many characters as bytes.
    private func isLonger(_ text: String, than limit: Int) -> Bool {
        text.utf8.count > limit && text.unicodeScalars.count > limit
    }

    private func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    private func special(in key: String) -> UnicodeScalar? {
        let bytes = key.utf8Span.span
        for place in bytes.indices where !NamingRules.isOrdinary(bytes[place]) {
            return NamingRules.specialCharacter(in: key)
        }
        return nil
    }
}

/// A prefix compared without case.
struct PrefixMatcher: Sendable {
    let text: String
    private let folded: [UInt8]

    init(_ text: String) {
        self.text = text
        folded = TextMatcher.fold(text, .caseless)
    }

    func matches(_ key: String) -> Bool {
        let bytes = key.utf8Span.span
        guard bytes.count >= folded.count else { return false }
        for place in folded.indices {
            let byte = bytes[place]
            if byte >= 0x80 || folded[place] >= 0x80 { return matchesFolded(key) }
            if byte != folded[place], !isUpper(byte) || byte | 0x20 != folded[place] { return false }
        }
        return true
    }

    private func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }

    private func matchesFolded(_ key: String) -> Bool {
        TextMatcher.fold(key, .caseless).starts(with: folded)
    }
}
