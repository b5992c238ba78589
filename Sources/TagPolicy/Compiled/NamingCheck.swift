// SPDX-License-Identifier: Apache-2.0

internal import Inventory

/// The naming rules, made ready for the keys of one cloud.
final class NamingCheck: Sendable {
    private let rules: NamingRules
    private let maxKeyLength: Int
    private let maxValueLength: Int
    private let allowsSpecial: Bool
    private let reserved: PrefixList
    private let system: PrefixList
    private let spellings: [UInt64: [TextMatcher]]

    /// - Parameters:
    ///   - rules: the policy's naming rules.
    ///   - traits: the cloud.
    ///   - keys: the keys of the policy's rules in that cloud.
    init(_ rules: NamingRules, traits: CloudTraits, keys: [String]) {
        self.rules = rules
        maxKeyLength = rules.maxKeyLength
        maxValueLength = rules.maxValueLength
        allowsSpecial = rules.allowSpecialCharacters
        reserved = PrefixList(rules.reservedPrefixes)
        system = PrefixList(traits.systemKeyPrefixes)
        let checksSpelling = rules.caseSensitivity && traits.keyCase == .insensitive
        let matchers = checksSpelling ? keys.map { TextMatcher($0, .caseless) } : []
        spellings = Dictionary(grouping: matchers, by: \.hash)
    }

    /// The cloud's own tags ("aws:cloudformation:stack-name") are nobody's naming.
    func check(_ tag: Tag, into findings: inout [Finding]) {
        if system.match(tag.key) != nil { return }
        if let prefix = reserved.match(tag.key) {
            findings.append(Finding(naming: .reservedPrefix(prefix), tag))
        }
        if isLonger(tag.key, than: maxKeyLength) {
            findings.append(Finding(naming: .keyTooLong(limit: maxKeyLength), tag))
        }
        if !allowsSpecial, let scalar = special(in: tag.key) {
            findings.append(Finding(naming: .specialCharacter(scalar), tag))
        }
        if !spellings.isEmpty, let spelling = otherSpelling(of: tag.key) {
            findings.append(Finding(naming: .keySpelling(wanted: spelling), tag))
        }
        if isLonger(tag.value, than: maxValueLength) {
            findings.append(Finding(naming: .valueTooLong(limit: maxValueLength), tag))
        }
    }

    // A text has at most as many characters as bytes.
    private func isLonger(_ text: String, than limit: Int) -> Bool {
        text.utf8.count > limit && text.unicodeScalars.count > limit
    }

    private func special(in key: String) -> UnicodeScalar? {
        let bytes = key.utf8Span.span
        for place in bytes.indices where !NamingRules.isOrdinary(bytes[place]) {
            return NamingRules.specialCharacter(in: key)
        }
        return nil
    }

    /// The policy's spelling of a key that is spelled otherwise.
    private func otherSpelling(of key: String) -> String? {
        let same = spellings[TextMatcher.hash(of: key, .caseless)]?.filter { $0.matches(key) } ?? []
        let isAsWanted = same.contains { $0.text.utf8.elementsEqual(key.utf8) }
        return isAsWanted ? nil : same.first?.text
    }
}
