// SPDX-License-Identifier: Apache-2.0

/// A tag rule as it holds in one cloud, every override applied.
package struct EffectiveRule: Hashable, Sendable {
    /// The rule's name in the policy and in reports.
    package let name: String
    /// The key that a resource of the cloud should have.
    package let key: String
    /// Further keys that count as well.
    package let keyAliases: [String]
    /// What the tag is for.
    package let description: String?
    /// The values that are possible; none given means any.
    package let allowedValues: [String]?
    /// The regular expression that the whole value must match.
    package let validationRegex: String?
    /// The form that values should have.
    package let normalizeTo: Normalization?
    /// Whether values that differ only in case are different.
    package let isCaseSensitive: Bool
    /// Which kind of the cloud's tags counts.
    package let source: CloudOverride.Source
    /// Whether the tag must be there.
    package let isRequired: Bool

    init(_ rule: TagRule, in cloud: String, isRequired: Bool) {
        let override = rule.override(for: cloud)
        name = rule.name
        key = override?.name ?? rule.name
        keyAliases = override?.keyAliases ?? []
        description = rule.description
        allowedValues = (override?.allowedValues ?? .inherited).applied(to: rule.allowedValues)
        validationRegex = (override?.validationRegex ?? .inherited).applied(to: rule.validationRegex)
        normalizeTo = (override?.normalizeTo ?? .inherited).applied(to: rule.enforcement?.normalizeTo)
        source = override?.source ?? .labels
        self.isRequired = isRequired
        // A form that a cloud's override asks for counts more than what the rule says for all clouds.
        if case .replaced? = override?.normalizeTo {
            isCaseSensitive = false
        } else {
            isCaseSensitive = rule.enforcement?.caseSensitive ?? (normalizeTo == nil)
        }
    }
}
