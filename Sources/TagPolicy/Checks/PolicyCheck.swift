// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Looks for one kind of contradiction within a policy that could be read.
///
/// Each kind is one file of this folder and one line in ``PolicyReader/checks``.
protocol PolicyCheck: SendableMetatype {
    /// Reports what contradicts what.
    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader)
}

extension PolicyReader {
    static let checks: [any PolicyCheck.Type] = [
        RequiredTagsCheck.self,
        TagNamesCheck.self,
        ScopeCheck.self,
        EnforcementCheck.self,
        AllowedValuesCheck.self,
        NamingRulesCheck.self,
    ]

    mutating func check(_ policy: TagPolicy) {
        for check in Self.checks { check.check(policy, &self) }
    }
}

extension TagPolicy {
    /// Every rule that could be read, with the place where it stands.
    var placedRules: [(rule: TagRule, pointer: JSONPointer, isRequired: Bool)] {
        let required = requiredTags.enumerated()
            .map { index, rule in
                (rule, JSONPointer(["required_tags", String(index)]), true)
            }
        let optional = optionalTags.enumerated()
            .map { index, rule in
                (rule, JSONPointer(["optional_tags", String(index)]), false)
            }
        return (required + optional).filter { !$0.0.name.isEmpty }
    }
}
