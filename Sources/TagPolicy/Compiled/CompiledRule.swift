// SPDX-License-Identifier: Apache-2.0

internal import Inventory

/// One rule of one cloud, with everything made ready for comparison.
final class CompiledRule: Sendable {
    let rule: EffectiveRule
    let severity: PolicySeverity
    let values: ValueMatcher?
    let pattern: Pattern?
    private let keys: [TextMatcher]
    private let nearKeys: [TextMatcher]
    private let source: KeySource

    init(_ rule: EffectiveRule, keyCase: CloudTraits.KeyCase) throws(Pattern.Fault) {
        self.rule = rule
        severity = rule.isRequired ? .error : .warning
        values = rule.allowedValues.map { ValueMatcher($0, isCaseSensitive: rule.isCaseSensitive) }
        if let regex = rule.validationRegex {
            pattern = try Pattern(regex, isCaseless: !rule.isCaseSensitive)
        } else {
            pattern = nil
        }
        let names = [rule.key] + rule.keyAliases
        keys = names.map { TextMatcher($0, keyCase.form) }
        nearKeys = (names + [rule.name]).map { TextMatcher($0, .loose) }
        source = KeySource(keyCase, rule.source)
    }

    /// The tag that the rule is about: by the key itself first, then by its aliases in their order.
    func find(in tags: [Tag]) -> Int? {
        for key in keys {
            for place in tags.indices where source.matches(tags[place].key, key) { return place }
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
    case labels
    case tags
    case both

    init(_ keyCase: CloudTraits.KeyCase, _ source: CloudOverride.Source) {
        guard keyCase == .lowercase else {
            self = .anyKey
            return
        }
        switch source {
        case .labels: self = .labels
        case .tags: self = .tags
        case .both: self = .both
        }
    }

    func matches(_ key: String, _ matcher: TextMatcher) -> Bool {
        switch self {
        case .anyKey, .labels: matcher.matches(key)
        case .tags: key.utf8.contains(UInt8(ascii: "/")) && matcher.matches(bareName(of: key))
        case .both: matcher.matches(bareName(of: key))
        }
    }

    func bareName(of key: String) -> String {
        guard self == .tags || self == .both, let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return key
        }
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
