// SPDX-License-Identifier: Apache-2.0

package import Inventory

/// What a policy makes of a resource.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// No required tag applies to it; it is not counted.
    case outOfScope = "out_of_scope"
    /// No required tag is missing or wrong; there may be warnings.
    case compliant
    /// Some required tag is missing or wrong.
    case violating
}

/// Judges resources by a compiled policy, one after the other.
///
/// Each thread has its own evaluator; the compiled policy is shared. A resource takes time in proportion to its
/// tags and rules, whatever the policy and the tags hold: regular expressions have a limit of work.
package final class PolicyEvaluator {
    private let clouds: [CompiledCloud]
    private let matcher = PatternMatcher()

    // Resources come in runs of one type.
    private var lastCloud: CompiledCloud?
    private var lastType = ""
    private var lastSet: RuleSet?

    /// Prepares an evaluator.
    ///
    /// - Parameter policy: the policy.
    package init(_ policy: CompiledPolicy) { clouds = policy.compiled }

    /// Judges a resource.
    ///
    /// Findings come in the order of the policy's required tags, then of its optional tags, then naming in the
    /// order of the resource's tags. A resource that is out of scope has none.
    ///
    /// - Parameters:
    ///   - resource: the resource.
    ///   - findings: where findings are appended.
    /// - Returns: the verdict; warnings alone leave it compliant.
    /// - Complexity: O(r · t) for r rules and t tags; no allocation without a finding while texts are ASCII.
    package func evaluate(_ resource: Resource, into findings: inout [Finding]) -> Verdict {
        guard let cloud = cloud(of: resource) else { return .outOfScope }
        let set = rules(for: resource.type, in: cloud)
        guard set.isInScope else { return .outOfScope }
        var isViolating = false
        for rule in set.rules {
            guard let finding = judge(resource.tags, by: rule) else { continue }
            findings.append(finding)
            if finding.severity == .error { isViolating = true }
        }
        if let naming = cloud.naming {
            for tag in resource.tags { naming.check(tag, into: &findings) }
        }
        return isViolating ? .violating : .compliant
    }

    // MARK: Steps

    private func cloud(of resource: Resource) -> CompiledCloud? {
        if let lastCloud, lastCloud.traits.cloud == resource.cloud { return lastCloud }
        let cloud = clouds.first { $0.traits.cloud == resource.cloud }
        lastCloud = cloud
        lastSet = nil
        return cloud
    }

    private func rules(for type: String, in cloud: CompiledCloud) -> RuleSet {
        if let lastSet, lastType == type { return lastSet }
        let set = cloud.rules(for: type)
        lastSet = set
        lastType = type
        return set
    }

    func judge(_ tags: [Tag], by rule: CompiledRule) -> Finding? {
        guard let place = rule.find(in: tags) else {
            return rule.rule.isRequired
                ? Finding(missing: rule.rule, nearMiss: rule.nearMiss(in: tags)) : nil
        }
        if let values = rule.values, !values.contains(tags[place].value) {
            return Finding(.invalidValue, .notAllowed, rule, tags[place])
        }
        guard let pattern = rule.pattern else { return nil }
        let regex = rule.rule.validationRegex ?? ""
        switch matcher.match(tags[place].value, pattern) {
        case .matches: return nil
        case .differs: return Finding(.invalidFormat, .noMatch(regex: regex), rule, tags[place])
        case .limitReached: return Finding(.invalidFormat, .matchLimit(regex: regex), rule, tags[place])
        }
    }
}
