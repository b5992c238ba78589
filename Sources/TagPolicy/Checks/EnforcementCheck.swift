// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Values that are compared with their case and yet put into one case.
enum EnforcementCheck: PolicyCheck {
    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader) {
        for (rule, pointer, _) in policy.placedRules {
            guard rule.enforcement?.caseSensitive == true, let form = rule.enforcement?.normalizeTo else {
                continue
            }
            reader.report(
                .contradictoryEnforcement,
                "Values of '\(rule.name)' cannot be both case-sensitive and normalised to \(form.rawValue); "
                    + "remove one of the two.",
                at: pointer.appending("enforcement")
            )
        }
    }
}
