// SPDX-License-Identifier: Apache-2.0

import Inventory
import TagPolicy
import Testing

/// The sentences that people read.
struct FindingTextTests {
    private func findings(_ rule: String, _ tags: [Inventory.Tag], naming: String = "") throws -> [Finding] {
        let rules = naming.isEmpty ? "" : ", \"tag_naming_rules\": {\(naming)}"
        let text = "{\"version\": \"2.0\", \"required_tags\": [\(rule)]\(rules)}"
        let clouds = [CloudTraits(cloud: "aws", keyCase: .sensitive, resourceTypes: [])]
        let compiled = try CompiledPolicy(TagPolicy(parsing: Array(text.utf8)), clouds: clouds)
        var findings: [Finding] = []
        let resource = Resource(
            cloud: "aws",
            id: "1",
            resourceID: "1",
            type: "t",
            scope: "s",
            region: "r",
            tags: tags
        )
        _ = PolicyEvaluator(compiled).evaluate(resource, into: &findings)
        return findings
    }

    @Test func `a missing tag names its near miss and what would be right`() throws {
        let finding = try #require(
            try findings(
                #"{"name": "Env", "allowed_values": ["a", "b"]}"#,
                [Inventory.Tag(key: "env", value: "")]
            )
            .first
        )
        #expect(
            finding.message
                == "The required tag 'Env' is missing; the resource has 'env', which is a different key."
        )
        #expect(finding.expected == "'Env' with one of: a, b")
    }

    @Test func `a missing tag is named by the cloud's key`() throws {
        let rule = #"{"name": "CostCenter", "cloud_specific": {"aws": {"name": "cost-center"}}}"#
        let finding = try #require(try findings(rule, []).first)
        #expect(finding.tagName == "CostCenter")
        #expect(finding.message == "The required tag 'cost-center' is missing.")
        #expect(finding.expected == "a tag 'cost-center'")
    }

    @Test func `a wrong value names what is allowed, of a long list the beginning`() throws {
        let values = (0..<30).map { "\"v\($0)\"" }.joined(separator: ",")
        let rule = "{\"name\": \"A\", \"allowed_values\": [\(values)]}"
        let finding = try #require(try findings(rule, [Inventory.Tag(key: "A", value: "x")]).first)
        #expect(finding.message == "The value 'x' of tag 'A' is not allowed.")
        #expect(finding.expected.hasSuffix("v19, … (30 in all)"))
    }

    @Test func `a wrong format names the expression`() throws {
        let rule = #"{"name": "A", "validation_regex": "[0-9]+"}"#
        let finding = try #require(try findings(rule, [Inventory.Tag(key: "A", value: "x")]).first)
        #expect(finding.message == "The value 'x' of tag 'A' does not have the required format.")
        #expect(finding.expected == "a value that matches [0-9]+")
    }

    @Test func `a special character that cannot be seen is named by its code`() throws {
        let tags = [
            Inventory.Tag(key: "A", value: ""), Inventory.Tag(key: "a\u{200B}", value: ""),
            Inventory.Tag(key: "a*", value: ""),
        ]
        let found = try findings(#"{"name": "A"}"#, tags, naming: "\"max_key_length\": 9")
        #expect(found.map(\.message).map { $0.contains("U+200B") } == [true, false])
        #expect(found.last?.message == "The key 'a*' holds the special character '*'.")
    }
}
