// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec
import TagPolicy
import Testing

/// Why a resource was judged as it was.
struct PolicyExplanationTests {
    private func explained(type: String, _ tags: [Inventory.Tag]) throws -> PolicyExplanation {
        let text = #"""
            {"version": "2.0",
             "required_tags": [
               {"name": "Owner", "applies_to": {"aws": ["ec2:instance", "s3:bucket"]}},
               {"name": "Env", "allowed_values": ["prod"], "applies_to": {"aws": ["ec2:instance"]}},
               {"name": "Team", "applies_to": {"azure": []}}],
             "optional_tags": [
               {"name": "Owner"}, {"name": "Project", "allowed_values": ["x"]},
               {"name": "Note", "applies_to": {"aws": ["rds:db"]}}],
             "tag_naming_rules": {"max_value_length": 6}}
            """#
        let clouds = [CloudTraits(cloud: "aws", keyCase: .sensitive, resourceTypes: [])]
        let compiled = try CompiledPolicy(TagPolicy(parsing: Array(text.utf8)), clouds: clouds)
        return compiled.explain(
            Resource(cloud: "aws", id: "1", resourceID: "1", type: type, scope: "s", region: "r", tags: tags)
        )
    }

    @Test func `every rule of the policy has its step`() throws {
        let explanation = try explained(
            type: "ec2:instance",
            [Inventory.Tag(key: "Owner", value: "a-long-name"), Inventory.Tag(key: "Env", value: "dev")]
        )
        #expect(explanation.verdict == .violating)
        #expect(
            explanation.steps.map(\.outcome) == [
                .passed, .violated, .otherCloud, .requiredHere, .absent, .otherType,
            ]
        )
        #expect(
            explanation.steps.map(\.pointer.description).prefix(2) == [
                "/required_tags/0", "/required_tags/1",
            ]
        )
        #expect(explanation.steps[0].found == Inventory.Tag(key: "Owner", value: "a-long-name"))
        #expect(explanation.steps[1].finding?.violation == .invalidValue)
        #expect(explanation.naming.map(\.reason) == [.valueTooLong(limit: 6)])
    }

    @Test func `an optional tag is judged where it is not required`() throws {
        let steps = try explained(type: "s3:bucket", [Inventory.Tag(key: "Project", value: "y")]).steps
        #expect(
            steps.map(\.outcome) == [
                .violated, .otherType, .otherCloud, .requiredHere, .violated, .otherType,
            ]
        )
        #expect(steps[4].finding?.severity == .warning)
    }

    @Test func `out of scope says which rules would apply but are not judged`() throws {
        let explanation = try explained(type: "rds:db", [])
        #expect(explanation.verdict == .outOfScope)
        let outcomes: [PolicyExplanation.Step.Outcome] = explanation.steps.map(\.outcome)
        let wanted: [PolicyExplanation.Step.Outcome] = [
            .otherType, .otherType, .otherCloud, .notJudged, .notJudged, .notJudged,
        ]
        #expect(outcomes == wanted)
    }
}
