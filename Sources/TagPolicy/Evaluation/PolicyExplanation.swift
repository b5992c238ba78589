// SPDX-License-Identifier: Apache-2.0

package import Inventory
package import JSONCodec

/// How a policy came to its verdict on one resource: every rule of the policy, and what it made of the resource.
package struct PolicyExplanation: Hashable, Sendable {
    /// What one rule made of the resource.
    package struct Step: Hashable, Sendable {
        /// How the rule ended.
        package enum Outcome: String, Hashable, Sendable, CaseIterable {
            /// The rule does not name the resource's cloud, or the policy is not for it.
            case otherCloud = "other_cloud"
            /// The rule does not name the resource's type.
            case otherType = "other_type"
            /// The tag is required for this type, so that it is not judged as an optional one too.
            case requiredHere = "required_here"
            /// No required tag applies to the type, so that nothing is judged.
            case notJudged = "not_judged"
            /// An optional tag that the resource does not have.
            case absent
            /// The tag is there and right.
            case passed
            /// The tag is missing or wrong.
            case violated
        }

        /// Where the rule stands in the policy.
        package let pointer: JSONPointer
        /// The rule as it holds in the resource's cloud.
        package let rule: EffectiveRule
        /// How the rule ended.
        package let outcome: Outcome
        /// The resource's tag that the rule is about.
        package let found: Tag?
        /// What is wrong.
        package let finding: Finding?
    }

    /// The verdict.
    package let verdict: Verdict
    /// The rules in the order of the policy.
    package let steps: [Step]
    /// What the naming rules found.
    package let naming: [Finding]
}

extension CompiledPolicy {
    /// Tells how the policy judges a resource.
    ///
    /// For one resource that a person asks about: it allocates freely.
    /// - Parameter resource: the resource.
    /// - Returns: the verdict and every rule's part in it.
    package func explain(_ resource: Resource) -> PolicyExplanation {
        var judge = Judge(clouds: compiled)
        var findings: [Finding] = []
        let verdict = judge.judge(resource, into: &findings)
        let applied = judge.rules(for: resource)
        let steps = policy.placedRules.map { placed in
            step(placed.rule, placed.pointer, isRequired: placed.isRequired, resource, &judge, applied?.rules)
        }
        return PolicyExplanation(
            verdict: verdict,
            steps: steps,
            naming: findings.filter { $0.violation == .namingViolation }
        )
    }

    private func step(
        _ rule: TagRule,
        _ pointer: JSONPointer,
        isRequired: Bool,
        _ resource: Resource,
        _ judge: inout Judge,
        _ set: RuleSet?
    ) -> PolicyExplanation.Step {
        let effective = EffectiveRule(rule, in: resource.cloud, isRequired: isRequired)
        func step(
            _ outcome: PolicyExplanation.Step.Outcome,
            _ found: Tag? = nil,
            _ finding: Finding? = nil
        ) -> PolicyExplanation.Step {
            .init(pointer: pointer, rule: effective, outcome: outcome, found: found, finding: finding)
        }
        guard let set, rule.appliesTo.types(in: resource.cloud) != nil else { return step(.otherCloud) }
        guard let compiled = set.rules.first(where: { $0.rule == effective }) else {
            let isRequiredHere = set.rules.contains { $0.isRequired && $0.rule.name == rule.name }
            return step(!isRequired && isRequiredHere ? .requiredHere : .otherType)
        }
        guard set.isInScope else { return step(.notJudged) }
        let (found, finding) = judge.judge(resource.tags, by: compiled)
        if let finding { return step(.violated, found, finding) }
        return step(found == nil ? .absent : .passed, found)
    }
}
