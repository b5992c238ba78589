// SPDX-License-Identifier: Apache-2.0

internal import Inventory

/// One rule of one cloud, with everything made ready for comparison.
final class CompiledRule: Sendable {
    let rule: EffectiveRule
    let severity: PolicySeverity
    let values: ValueMatcher?
    let pattern: Pattern?
    let isRequired: Bool
    private let keys: [TextMatcher]
    private let keyHash: UInt64
    private let hasAliases: Bool
    private let nearKeys: [TextMatcher]
    private let source: KeySource

    init(_ rule: EffectiveRule, keyCase: CloudTraits.KeyCase) throws(Pattern.Fault) {
        self.rule = rule
        isRequired = rule.isRequired
        severity = rule.isRequired ? .error : .warning
        values = rule.allowedValues.map { ValueMatcher($0, isCaseSensitive: rule.isCaseSensitive) }
        if let regex = rule.validationRegex {
            pattern = try Pattern(regex, isCaseless: !rule.isCaseSensitive)
        } else {
            pattern = nil
        }
        hasAliases = !rule.keyAliases.isEmpty
        keyHash = TextMatcher.hash(of: rule.key, keyCase.form)
        let names = [rule.key] + rule.keyAliases
        keys = names.map { TextMatcher($0, keyCase.form) }
        nearKeys = (names + [rule.name]).map { TextMatcher($0, .loose) }
        source = KeySource(keyCase, rule.source)
    }

    /// The regular expression's text; empty where there is none.
    var regex: String { rule.validationRegex ?? "" }

    /// The tag that the rule is about: by the key itself first, then by its aliases in their order.
    ///
    /// - Parameters:
    ///   - tags: a resource's tags.
    ///   - hashes: the hash of each key in the cloud's form.
    /// - Returns: the tag's place.
    func find(in tags: [Tag], _ hashes: [UInt64]) -> Int? {
        guard source.isWholeKey else { return findBare(in: tags) }
        for place in hashes.indices where hashes[place] == keyHash {
            if keys[0].matches(tags[place].key) { return place }
        }
        return hasAliases ? findAlias(in: tags) : nil
    }

    private func findAlias(in tags: [Tag]) -> Int? {
        for key in keys.dropFirst() {
            if let place = tags.firstIndex(where: { key.matches($0.key) }) { return place }
        }
        return nil
    }

    private func findBare(in tags: [Tag]) -> Int? {
        for key in keys {
            if let place = tags.firstIndex(where: { source.matches($0.key, key) }) { return place }
        }
        return nil
    }

    /// A key that differs from the wanted ones in case or separators only.
    func nearMiss(in tags: [Tag]) -> String? {
        for key in nearKeys {
            if let tag = tags.first(where: { key.matches(source.bareName(of: $0.key)) }) { return tag.key }
        }
        return nil
    }
}

/// Which of a resource's keys a rule looks at.
///
/// A cloud of lower-case labels has tags beside them; their keys come as "parent/name", which no label can be.
enum KeySource: Sendable {
    case anyKey
    case tags
    case labelsAndTags

    init(_ keyCase: CloudTraits.KeyCase, _ source: CloudOverride.Source) {
        switch (keyCase, source) {
        case (.sensitive, _), (.insensitive, _), (.lowercase, .labels): self = .anyKey
        case (.lowercase, .tags): self = .tags
        case (.lowercase, .both): self = .labelsAndTags
        }
    }

    var isWholeKey: Bool { self == .anyKey }

    func matches(_ key: String, _ matcher: TextMatcher) -> Bool {
        if self == .tags, !key.utf8.contains(UInt8(ascii: "/")) { return false }
        return matcher.matches(bareName(of: key))
    }

    /// The name behind the parent.
    func bareName(of key: String) -> String {
        guard self != .anyKey, let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) else { return key }
        return String(key[key.utf8.index(after: slash)...])
    }
}

extension CloudTraits.KeyCase {
    /// How keys are compared.
    var form: TextMatcher.Form {
        switch self {
        case .sensitive: .exact
        case .insensitive: .caseless
        case .lowercase: .label
        }
    }
}
