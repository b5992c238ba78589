// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Rules about clouds that the policy is not for.
enum ScopeCheck: PolicyCheck {
    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader) {
        guard let scope = policy.scope, !scope.isEmpty else { return }
        for (rule, pointer, _) in policy.placedRules {
            if case .types(let clouds) = rule.appliesTo {
                for cloud in clouds where !policy.covers(cloud.cloud) {
                    let here = pointer.appending("applies_to").appending(cloud.cloud)
                    reader.report(.cloudOutsideScope, message(cloud.cloud, scope), at: here)
                }
            }
            for override in rule.cloudSpecific where !policy.covers(override.cloud) {
                let here = pointer.appending("cloud_specific").appending(override.cloud)
                reader.warn(.cloudOutsideScope, message(override.cloud, scope), at: here)
            }
        }
    }

    private static func message(_ cloud: String, _ scope: [String]) -> String {
        "'\(cloud)' is not in the policy's scope\(Spelling.hint(for: cloud, among: scope)): "
            + "\(scope.joined(separator: ", ")); add it there or remove it here."
    }
}
