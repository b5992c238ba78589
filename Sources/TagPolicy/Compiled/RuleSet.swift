// SPDX-License-Identifier: Apache-2.0

/// The rules for resources of one type, in the order of the policy: required ones, then optional ones.
final class RuleSet: Sendable {
    let rules: [CompiledRule]
    /// Whether a resource of the type counts at all.
    let isInScope: Bool

    init(_ rules: [CompiledRule]) {
        let required = Set(rules.filter(\.rule.isRequired).map { ExactText($0.rule.name) })
        // A tag that is required here is not optional here.
        self.rules = rules.filter { $0.rule.isRequired || !required.contains(ExactText($0.rule.name)) }
        isInScope = !required.isEmpty
    }
}

/// A policy made ready for the resources of one cloud.
final class CompiledCloud: Sendable {
    let traits: CloudTraits
    /// How keys are compared.
    let keyForm: TextMatcher.Form
    /// Types that rules name, each with its rules.
    let sets: [ExactText: RuleSet]
    /// The rules for every type that no rule names.
    let everywhere: RuleSet
    let rules: [CompiledRule]
    let naming: NamingCheck?

    init(traits: CloudTraits, rules: [(rule: CompiledRule, types: TypeSelection)], naming: NamingCheck?) {
        self.traits = traits
        keyForm = traits.keyCase.form
        self.rules = rules.map(\.rule)
        self.naming = naming
        var sets: [ExactText: RuleSet] = [:]
        for type in rules.flatMap(\.types.named) where sets[type] == nil {
            sets[type] = RuleSet(rules.filter { $0.types.contains(type) }.map(\.rule))
        }
        self.sets = sets
        everywhere = RuleSet(rules.filter(\.types.isEverything).map(\.rule))
    }

    func rules(for type: String) -> RuleSet { sets[key(of: type)] ?? everywhere }

    /// A type's name as this cloud compares it.
    func key(of type: String) -> ExactText { TypeSelection.key(of: type, in: traits) }
}

/// The native types of one cloud that a rule is for.
struct TypeSelection: Sendable {
    let isEverything: Bool
    let named: [ExactText]
    private let members: Set<ExactText>

    // No type at all is every type.
    init(_ types: [String], in traits: CloudTraits) {
        isEverything = types.isEmpty
        named = types.flatMap { type in
            (Self.native(type, in: traits) ?? [type]).map { Self.key(of: $0, in: traits) }
        }
        members = Set(named)
    }

    func contains(_ type: ExactText) -> Bool { isEverything || members.contains(type) }

    /// The native types of a generic type, unless the cloud has a native type of that name.
    static func native(_ type: String, in traits: CloudTraits) -> [String]? {
        traits.resourceTypes.contains(type) ? nil : traits.genericTypes[type]
    }

    static func key(of type: String, in traits: CloudTraits) -> ExactText {
        guard traits.keyCase == .insensitive else { return ExactText(type) }
        return ExactText(String(decoding: TextMatcher.fold(type, .caseless), as: UTF8.self))
    }
}
