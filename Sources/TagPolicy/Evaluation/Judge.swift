// SPDX-License-Identifier: Apache-2.0

internal import Inventory

/// The work of an evaluator, in a value, so that the runtime checks exclusive access once for each resource.
struct Judge {
    let clouds: [CompiledCloud]
    private let matcher = PatternMatcher()

    /// Hashes of the keys of the resource at hand; kept for its memory.
    private var hashes: [UInt64] = []

    // Resources come in runs of one type.
    private var lastCloud = ""
    private var lastType = ""
    private var last: (cloud: CompiledCloud, rules: RuleSet)?

    init(clouds: [CompiledCloud]) { self.clouds = clouds }

    mutating func judge(_ resource: Resource, into findings: inout [Finding]) -> Verdict {
        guard let (cloud, rules) = rules(for: resource), rules.isInScope else { return .outOfScope }
        let tags = resource.tags.span
        hashes.removeAll(keepingCapacity: true)
        for place in tags.indices { hashes.append(TextMatcher.hash(of: tags[place].key, cloud.keyForm)) }
        var isViolating = false
        for rule in rules.rules {
            guard let finding = finding(by: rule, in: resource.tags) else { continue }
            findings.append(finding)
            if finding.severity == .error { isViolating = true }
        }
        if let naming = cloud.naming {
            for place in tags.indices { naming.check(tags[place], into: &findings) }
        }
        return isViolating ? .violating : .compliant
    }

    mutating func rules(for resource: Resource) -> (cloud: CompiledCloud, rules: RuleSet)? {
        if let last, lastType == resource.type, lastCloud == resource.cloud { return last }
        guard let cloud = clouds.first(where: { $0.traits.cloud == resource.cloud }) else { return nil }
        let found = (cloud, cloud.rules(for: resource.type))
        last = found
        lastCloud = resource.cloud
        lastType = resource.type
        return found
    }

    /// What one rule finds wrong; one thing at most.
    private func finding(by rule: CompiledRule, in tags: [Tag]) -> Finding? {
        guard let place = rule.find(in: tags, hashes) else {
            return rule.isRequired ? Finding(missing: rule.rule, nearMiss: rule.nearMiss(in: tags)) : nil
        }
        if let values = rule.values, !values.contains(tags[place].value) {
            return Finding(.invalidValue, .notAllowed, rule, tags[place])
        }
        guard let pattern = rule.pattern else { return nil }
        switch matcher.match(tags[place].value, pattern) {
        case .matches: return nil
        case .differs: return Finding(.invalidFormat, .noMatch(regex: rule.regex), rule, tags[place])
        case .limitReached: return Finding(.invalidFormat, .matchLimit(regex: rule.regex), rule, tags[place])
        }
    }

    /// What one rule of the resource judged last makes of its tags, with the tag that it is about.
    func judge(_ tags: [Tag], by rule: CompiledRule) -> (found: Tag?, finding: Finding?) {
        (rule.find(in: tags, hashes).map { tags[$0] }, finding(by: rule, in: tags))
    }
}
