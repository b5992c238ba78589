// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Tags that nobody could put on a resource without breaking the policy's own naming rules.
enum NamingRulesCheck: PolicyCheck {
    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader) {
        guard let rules = policy.namingRules else { return }
        for (rule, pointer, isRequired) in policy.placedRules {
            let severity: PolicySeverity = isRequired ? .error : .warning
            checkName(rule.name, at: pointer.appending("name"), rules, severity, &reader)
            checkValues(rule.allowedValues, at: pointer.appending("allowed_values"), rules, &reader)
            for override in rule.cloudSpecific {
                let here = pointer.appending("cloud_specific").appending(override.cloud)
                if let name = override.name {
                    checkName(name, at: here.appending("name"), rules, severity, &reader)
                }
                for (index, name) in override.keyAliases.enumerated() {
                    checkName(
                        name,
                        at: here.appending("key_aliases").appending(index),
                        rules,
                        .warning,
                        &reader
                    )
                }
                let values = override.allowedValues.applied(to: nil)
                checkValues(values, at: here.appending("allowed_values"), rules, &reader)
            }
        }
    }

    private static func checkName(
        _ name: String,
        at pointer: JSONPointer,
        _ rules: NamingRules,
        _ severity: PolicySeverity,
        _ reader: inout PolicyReader
    ) {
        let fault: String
        if let prefix = PrefixList(rules.reservedPrefixes).match(name) {
            fault = "begins with the reserved prefix '\(prefix)'"
        } else if name.unicodeScalars.count > rules.maxKeyLength {
            fault = "is longer than max_key_length, \(rules.maxKeyLength) characters"
        } else if !rules.allowSpecialCharacters, let scalar = NamingRules.specialCharacter(in: name) {
            fault = "holds the special character '\(scalar)', which allow_special_characters forbids"
        } else {
            return
        }
        reader.report(
            .nameBreaksRules,
            "The key '\(name.prefix(60))' \(fault); change the key or tag_naming_rules.",
            at: pointer,
            severity: severity
        )
    }

    private static func checkValues(
        _ values: [String]?,
        at pointer: JSONPointer,
        _ rules: NamingRules,
        _ reader: inout PolicyReader
    ) {
        for (index, value) in (values ?? []).enumerated()
        where value.unicodeScalars.count > rules.maxValueLength {
            reader.warn(
                .valueBreaksRules,
                "The allowed value '\(value.prefix(60))…' is longer than max_value_length, \(rules.maxValueLength) "
                    + "characters.",
                at: pointer.appending(index)
            )
        }
    }
}
