// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// A policy made ready for the clouds that are loaded: the rules of each cloud and type, in the policy's order.
///
/// A value: another policy or another set of clouds makes another one. A cloud that is not among those given is
/// out of scope.
package struct CompiledPolicy: Sendable {
    /// The policy.
    package let policy: TagPolicy
    /// The clouds that it was compiled for, in the order given.
    package let clouds: [CloudTraits]
    /// What only shows with knowledge of the clouds: unknown types, keys that are the same there; warnings.
    package let diagnostics: [PolicyDiagnostic]

    let compiled: [CompiledCloud]

    /// Compiles a policy.
    ///
    /// - Parameters:
    ///   - policy: the policy.
    ///   - clouds: the clouds that are loaded; of two with one name the first counts.
    /// - Throws: ``PolicyError/Code/uncompilable`` where a regular expression cannot be compiled, which a policy
    ///   that was parsed shows only when memory is out.
    /// - Complexity: O(t · r) for t types that rules name and r rules, plus the regular expressions.
    package init(_ policy: TagPolicy, clouds: [CloudTraits]) throws(PolicyError) {
        var compiled: [CompiledCloud] = []
        var diagnostics: [PolicyDiagnostic] = []
        for traits in clouds where policy.covers(traits.cloud) {
            guard !compiled.contains(where: { $0.traits.cloud == traits.cloud }) else { continue }
            compiled.append(try Self.compile(policy, for: traits))
            diagnostics += CloudChecks(policy: policy, traits: traits).diagnostics
        }
        self.policy = policy
        self.clouds = clouds
        self.compiled = compiled
        self.diagnostics = diagnostics
    }

    /// The clouds that the policy names and that were not given.
    package var unloadedClouds: [String] {
        (policy.scope ?? []).filter { cloud in !clouds.contains { $0.cloud == cloud } }
    }

    /// Finds the tags that a resource must have.
    ///
    /// - Parameters:
    ///   - cloud: its cloud.
    ///   - type: its native type.
    /// - Returns: the rules in the order of the policy; none where the resource is out of scope.
    package func requiredTags(cloud: String, type: String) -> [EffectiveRule] {
        rules(cloud: cloud, type: type).filter(\.isRequired)
    }

    /// Finds the tags whose values are checked where a resource has them.
    ///
    /// - Parameters:
    ///   - cloud: its cloud.
    ///   - type: its native type.
    /// - Returns: the rules in the order of the policy.
    package func optionalTags(cloud: String, type: String) -> [EffectiveRule] {
        rules(cloud: cloud, type: type).filter { !$0.isRequired }
    }

    /// Lists the types of which some resource must have a tag.
    ///
    /// - Parameter cloud: the cloud.
    /// - Returns: native types, sorted: those that required tags name, or where one applies to everything all
    ///   that the provider knows besides.
    package func applicableTypes(cloud: String) -> [String] {
        guard let compiled = compiled.first(where: { $0.traits.cloud == cloud }) else { return [] }
        let known = compiled.traits.resourceTypes
        var result = known.filter { compiled.rules(for: $0).isInScope }
        let covered = Set(known.map(compiled.key))
        result += compiled.sets.filter { $0.value.isInScope && !covered.contains($0.key) }.map(\.key.text)
        return result.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func rules(cloud: String, type: String) -> [EffectiveRule] {
        guard let compiled = compiled.first(where: { $0.traits.cloud == cloud }) else { return [] }
        return compiled.rules(for: type).rules.map(\.rule)
    }

    // MARK: Compilation

    private static func compile(
        _ policy: TagPolicy,
        for traits: CloudTraits
    ) throws(PolicyError) -> CompiledCloud {
        var rules: [(rule: CompiledRule, types: TypeSelection)] = []
        for (tag, pointer, isRequired) in policy.placedRules {
            guard let types = tag.appliesTo.types(in: traits.cloud) else { continue }
            let effective = EffectiveRule(tag, in: traits.cloud, isRequired: isRequired)
            do {
                let rule = try CompiledRule(effective, keyCase: traits.keyCase)
                rules.append((rule, TypeSelection(types, in: traits)))
            } catch {
                let here = pointer.appending("validation_regex")
                let fault = PolicyDiagnostic(.error, .invalidRegex, error.message, at: here)
                throw PolicyError(.uncompilable, [fault])
            }
        }
        let keys = rules.map(\.rule.rule.key)
        let naming = policy.namingRules.map { NamingCheck($0, traits: traits, keys: keys) }
        return CompiledCloud(traits: traits, rules: rules, naming: naming)
    }
}
