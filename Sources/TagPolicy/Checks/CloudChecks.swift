// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Looks for what in a policy cannot work in one cloud; warnings all, since the cloud may be a newer one.
struct CloudChecks {
    let policy: TagPolicy
    let traits: CloudTraits

    var diagnostics: [PolicyDiagnostic] {
        var result: [PolicyDiagnostic] = []
        var keys: [[UInt8]: (name: String, isRequired: Bool)] = [:]
        for (rule, pointer, isRequired) in policy.placedRules
        where rule.appliesTo.types(in: traits.cloud) != nil {
            guard result.count < PolicyReader.maximumDiagnostics else { break }
            let effective = EffectiveRule(rule, in: traits.cloud, isRequired: isRequired)
            result += unknownTypes(rule, at: pointer)
            result += sourceWithoutEffect(rule, at: pointer)
            result += unsatisfiable(effective, at: pointer)
            let key = TextMatcher.fold(effective.key, traits.keyCase.form)
            if let other = keys[key], other.isRequired == isRequired {
                result.append(sameKey(effective, other.name, at: pointer))
            }
            keys[key] = keys[key] ?? (rule.name, isRequired)
        }
        return result
    }

    private func warning(
        _ code: PolicyDiagnostic.Code,
        _ message: String,
        at pointer: JSONPointer
    ) -> PolicyDiagnostic {
        PolicyDiagnostic(.warning, code, message, at: pointer, place: policy.places?.place(of: pointer))
    }

    private func unknownTypes(_ rule: TagRule, at pointer: JSONPointer) -> [PolicyDiagnostic] {
        guard !traits.resourceTypes.isEmpty, let named = rule.appliesTo.types(in: traits.cloud) else {
            return []
        }
        let known = Set(traits.resourceTypes.map { TypeSelection.key(of: $0, in: traits) })
        let words = traits.resourceTypes + traits.genericTypes.keys.sorted()
        var result: [PolicyDiagnostic] = []
        for (index, type) in named.enumerated() where traits.genericTypes[type] == nil {
            guard result.count < PolicyReader.maximumDiagnostics else { break }
            if known.contains(TypeSelection.key(of: type, in: traits)) { continue }
            let hint = Spelling.hint(for: type, among: words)
            let message =
                "The provider of \(traits.cloud) does not know the type '\(type)'\(hint); no resource matches."
            let here = pointer.appending("applies_to").appending(traits.cloud).appending(index)
            result.append(warning(.unknownType, message, at: here))
        }
        return result
    }

    private func sameKey(_ rule: EffectiveRule, _ other: String, at pointer: JSONPointer) -> PolicyDiagnostic
    {
        warning(
            .sameKey,
            "In \(traits.cloud) the rules '\(other)' and '\(rule.name)' are about one key, '\(rule.key)'; each of "
                + "them judges it.",
            at: pointer.appending("name")
        )
    }

    private func sourceWithoutEffect(_ rule: TagRule, at pointer: JSONPointer) -> [PolicyDiagnostic] {
        guard traits.keyCase != .lowercase, rule.override(for: traits.cloud)?.source != nil else { return [] }
        return [
            warning(
                .withoutEffect,
                "'source' means nothing in \(traits.cloud), which has one kind of tags.",
                at: pointer.appending("cloud_specific").appending(traits.cloud).appending("source")
            )
        ]
    }

    /// A label holds lower-case letters, digits, '-' and '_', 63 characters at most.
    ///
    /// <https://cloud.google.com/resource-manager/docs/labels-overview#requirements>
    private func unsatisfiable(_ rule: EffectiveRule, at pointer: JSONPointer) -> [PolicyDiagnostic] {
        guard traits.keyCase == .lowercase, rule.source == .labels else { return [] }
        let advice = "give a key, values or source for it in cloud_specific.\(traits.cloud)"
        var result: [PolicyDiagnostic] = []
        if !isLabel(rule.key.lowercased()) {
            result.append(
                warning(
                    .unsatisfiable,
                    "No label of \(traits.cloud) can have the key '\(rule.key)'; \(advice).",
                    at: pointer
                )
            )
        }
        let values = rule.allowedValues ?? []
        let isPossible = values.contains { isLabel(rule.isCaseSensitive ? $0 : $0.lowercased()) }
        if !values.isEmpty, !isPossible {
            result.append(
                warning(
                    .unsatisfiable,
                    "No label of \(traits.cloud) can have any of the values allowed for '\(rule.name)', for it holds "
                        + "lower-case letters, digits, '-' and '_' only; \(advice).",
                    at: pointer.appending("allowed_values")
                )
            )
        }
        return result
    }

    private func isLabel(_ text: String) -> Bool {
        text.unicodeScalars.count <= 63
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "0"..."9", "-", "_": true
                default: !scalar.isASCII && scalar.properties.isAlphabetic && !scalar.properties.isUppercase
                }
            }
    }
}
