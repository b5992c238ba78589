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
    private var judge: Judge

    /// Prepares an evaluator.
    ///
    /// - Parameter policy: the policy.
    package init(_ policy: CompiledPolicy) { judge = Judge(clouds: policy.compiled) }

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
        judge.judge(resource, into: &findings)
    }
}
