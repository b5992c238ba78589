// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Looks for what in a policy cannot work in one cloud; warnings all, since the cloud may be a newer one.
struct CloudChecks {
    let policy: TagPolicy
    let traits: CloudTraits

    var diagnostics: [PolicyDiagnostic] {
        let required = policy.requiredTags.enumerated()
            .flatMap { check($1, at: ["required_tags", String($0)]) }
        let optional = policy.optionalTags.enumerated()
            .flatMap { check($1, at: ["optional_tags", String($0)]) }
        return required + optional
    }

    private func check(_ rule: TagRule, at path: [String]) -> [PolicyDiagnostic] {
        unknownTypes(rule, at: path)
    }

    private func unknownTypes(_ rule: TagRule, at path: [String]) -> [PolicyDiagnostic] {
        guard case .types(let clouds) = rule.appliesTo, !traits.resourceTypes.isEmpty,
            let named = clouds.first(where: { $0.cloud == traits.cloud })?.types
        else { return [] }
        let known = Set(traits.resourceTypes.map { TypeSelection.key(of: $0, in: traits) })
        return named.enumerated()
            .compactMap { index, type in
                if traits.genericTypes[type] != nil || known.contains(TypeSelection.key(of: type, in: traits))
                {
                    return nil
                }
                let hint = Spelling.hint(
                    for: type,
                    among: traits.resourceTypes + traits.genericTypes.keys.sorted()
                )
                return PolicyDiagnostic(
                    .warning,
                    .unknownType,
                    "The provider of \(traits.cloud) does not know the type '\(type)'\(hint); no resource will match.",
                    at: JSONPointer(path + ["applies_to", traits.cloud, String(index)])
                )
            }
    }
}
