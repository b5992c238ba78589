// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec
import TagPolicy
import Testing

/// The language-neutral cases of Cases/evaluation.
struct EvaluationCaseTests {
    @Test(arguments: CaseFiles.cases(in: "evaluation"))
    func `a resource is judged as its case says`(_ testCase: PolicyCase) throws {
        let policy = try TagPolicy(parsing: CaseFiles.policyBytes(testCase.value["policy"]))
        let compiled = try CompiledPolicy(policy, clouds: CaseFiles.clouds(for: testCase.value))
        let evaluator = PolicyEvaluator(compiled)
        let resources = try #require(testCase.value["resources"]?.array)
        #expect(!resources.isEmpty)
        for expected in resources {
            var findings: [Finding] = []
            let resource = try resource(expected)
            let verdict = evaluator.evaluate(resource, into: &findings)
            #expect(verdict.rawValue == expected["verdict"]?.string, "\(resource.type) \(resource.tags)")
            #expect(findings.map { Self.json($0) } == Self.wanted(expected, findings), "\(resource.type)")
            #expect(findings.allSatisfy { !$0.message.isEmpty && !$0.expected.isEmpty })
            #expect(compiled.explain(resource).verdict == verdict)
            #expect(Self.isExplained(findings, compiled.explain(resource)))
        }
    }

    @Test func `there are enough cases`() {
        #expect(CaseFiles.cases(in: "evaluation").count >= 120)
    }

    private func resource(_ value: JSONValue) throws -> Resource {
        let tags = try #require(value["tags"]?.array)
            .map { pair in
                Inventory.Tag(key: try #require(pair[0]?.string), value: try #require(pair[1]?.string))
            }
        return Resource(
            cloud: try #require(value["cloud"]?.string),
            id: "id",
            resourceID: "id",
            type: try #require(value["type"]?.string),
            scope: "scope",
            region: "region",
            tags: tags
        )
    }

    /// What the case expects; a reason is compared only where the case gives one.
    private static func wanted(_ expected: JSONValue, _ findings: [Finding]) -> [JSONValue] {
        (expected["findings"]?.array ?? []).enumerated()
            .map { index, value in
                guard var object = value.object else { return value }
                if object["reason"] == nil, findings.indices.contains(index) {
                    object["reason"] = .string(reason(findings[index]))
                }
                return .object(object)
            }
    }

    private static func json(_ finding: Finding) -> JSONValue {
        var object = JSONObject()
        object["violation"] = .string(finding.violation.rawValue)
        object["severity"] = .string(finding.severity.rawValue)
        object["tag_name"] = .string(finding.tagName)
        object["found_key"] = finding.foundKey.map(JSONValue.string)
        object["current_value"] = finding.currentValue.map(JSONValue.string)
        object["allowed_values"] = finding.allowedValues.map { JSONValue($0) }
        object["near_miss"] = finding.nearMiss.map(JSONValue.string)
        object["reason"] = .string(reason(finding))
        return .object(object)
    }

    private static func reason(_ finding: Finding) -> String {
        switch finding.reason {
        case .missing: "missing"
        case .notAllowed: "not_allowed"
        case .noMatch: "no_match"
        case .matchLimit: "match_limit"
        case .reservedPrefix: "reserved_prefix"
        case .keyTooLong: "key_too_long"
        case .specialCharacter: "special_character"
        case .keySpelling: "key_spelling"
        case .valueTooLong: "value_too_long"
        }
    }

    /// An explanation tells the same findings, each at its rule.
    private static func isExplained(_ findings: [Finding], _ explanation: PolicyExplanation) -> Bool {
        let rules = findings.filter { $0.violation != .namingViolation }
        let explained = explanation.steps.compactMap(\.finding)
        return rules == explained
            && explanation.naming == findings.filter { $0.violation == .namingViolation }
    }
}
