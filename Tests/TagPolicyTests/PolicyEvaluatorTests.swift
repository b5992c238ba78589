// SPDX-License-Identifier: Apache-2.0

import Inventory
import TagPolicy
import Testing

/// What the cases cannot say about an evaluator: order of use, threads, time.
struct PolicyEvaluatorTests {
    private static let clouds = [
        CloudTraits(cloud: "aws", keyCase: .sensitive, resourceTypes: []),
        CloudTraits(cloud: "azure", keyCase: .insensitive, resourceTypes: []),
    ]

    private func policy(_ rules: String) throws -> CompiledPolicy {
        let text = "{\"version\": \"2.0\", \"required_tags\": [\(rules)]}"
        return try CompiledPolicy(TagPolicy(parsing: Array(text.utf8)), clouds: Self.clouds)
    }

    private func resource(_ cloud: String, _ type: String, _ tags: [(String, String)]) -> Resource {
        Resource(
            cloud: cloud,
            id: "id",
            resourceID: "id",
            type: type,
            scope: "s",
            region: "r",
            tags: tags.map { Inventory.Tag(key: $0.0, value: $0.1) }
        )
    }

    @Test func `resources of clouds and types in turn are each judged by their own rules`() throws {
        let evaluator = PolicyEvaluator(
            try policy(
                #"{"name": "A", "applies_to": {"aws": ["x"], "azure": ["x"]}}, {"name": "B", "applies_to": {"aws": ["y"]}}"#
            )
        )
        for _ in 0..<3 {
            var findings: [Finding] = []
            let verdicts = [
                ("aws", "x"), ("azure", "x"), ("azure", "y"), ("aws", "y"), ("gcp", "x"), ("aws", "x"),
            ]
            .map { evaluator.evaluate(resource($0.0, $0.1, [("a", "")]), into: &findings) }
            #expect(verdicts == [.violating, .compliant, .outOfScope, .violating, .outOfScope, .violating])
            #expect(findings.map(\.tagName) == ["A", "B", "A"])
        }
    }

    @Test func `findings are appended to those that are there`() throws {
        let evaluator = PolicyEvaluator(try policy(#"{"name": "A"}"#))
        var findings: [Finding] = []
        _ = evaluator.evaluate(resource("aws", "x", []), into: &findings)
        _ = evaluator.evaluate(resource("aws", "x", []), into: &findings)
        #expect(findings.count == 2)
    }

    @Test func `evaluators on several threads share a policy`() async throws {
        let compiled = try policy(
            #"{"name": "A", "validation_regex": "[a-z]+[0-9]+"}, {"name": "B", "allowed_values": ["x"], "enforcement": {"case_sensitive": false}}"#
        )
        let counts = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    let evaluator = PolicyEvaluator(compiled)
                    var findings: [Finding] = []
                    for number in 0..<500 {
                        let value = number % 5 == 0 ? "\(worker)" : "w\(number)"
                        _ = evaluator.evaluate(
                            resource("aws", "t", [("A", value), ("B", "X")]),
                            into: &findings
                        )
                    }
                    return findings.count
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 100, count: 8))
    }

    @Test(arguments: [
        ("^(a+)+$", "a", "!"), ("^(a|aa)+$", "a", "!"), ("(x+x+)+y", "x", ""),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a", ""),
        ("(.*)*(.*)*(.*)*z", "a", ""), ("^(?:.?){200}.{200}$", "é", ""), ("(?=(a+))a*b\\\\1", "a", ""),
    ])
    func `a hostile expression and value take bounded time`(
        _ regex: String,
        _ unit: String,
        _ end: String
    ) throws {
        let evaluator = PolicyEvaluator(try policy("{\"name\": \"A\", \"validation_regex\": \"\(regex)\"}"))
        let value = String(repeating: unit, count: 250) + end
        var findings: [Finding] = []
        let elapsed = ContinuousClock()
            .measure {
                for _ in 0..<20 {
                    _ = evaluator.evaluate(resource("aws", "t", [("A", value)]), into: &findings)
                }
            }
        #expect(elapsed < .seconds(10))
        #expect(findings.allSatisfy { $0.violation == .invalidFormat })
    }

    @Test func `a value of a mebibyte counts as not matching`() throws {
        let evaluator = PolicyEvaluator(try policy(#"{"name": "A", "validation_regex": "a*"}"#))
        var findings: [Finding] = []
        let value = String(repeating: "a", count: 1 << 20)
        _ = evaluator.evaluate(resource("aws", "t", [("A", value)]), into: &findings)
        #expect(findings.map(\.reason) == [.matchLimit(regex: "a*")])
        #expect(findings[0].message.count < 300)
    }
}
