// SPDX-License-Identifier: Apache-2.0

import Inventory
import TagPolicy
import Testing

/// What a compiled policy tells about clouds and types.
struct CompiledPolicyTests {
    private static let aws = CloudTraits(
        cloud: "aws",
        keyCase: .sensitive,
        resourceTypes: ["s3:bucket", "ec2:instance", "rds:db"],
        genericTypes: ["virtual_machine": ["ec2:instance"]]
    )
    private static let azure = CloudTraits(
        cloud: "azure",
        keyCase: .insensitive,
        resourceTypes: ["Microsoft.Sql/servers", "Microsoft.Compute/disks"]
    )

    private func compiled(
        _ rules: String,
        _ more: String = "",
        clouds: [CloudTraits]? = nil
    ) throws -> CompiledPolicy {
        let text = "{\"version\": \"2.0\", \"required_tags\": [\(rules)]\(more)}"
        return try CompiledPolicy(
            TagPolicy(parsing: Array(text.utf8)),
            clouds: clouds ?? [Self.aws, Self.azure]
        )
    }

    @Test func `required tags of a type come in the order of the policy with overrides applied`() throws {
        let policy = try compiled(
            #"""
            {"name": "B", "applies_to": {"aws": ["virtual_machine"]}},
            {"name": "A", "allowed_values": ["x"], "cloud_specific": {"aws": {"name": "a", "allowed_values": ["y"]}}}
            """#,
            #", "optional_tags": [{"name": "O"}]"#
        )
        let rules = policy.requiredTags(cloud: "aws", type: "ec2:instance")
        #expect(rules.map(\.name) == ["B", "A"])
        #expect(rules.map(\.key) == ["B", "a"])
        #expect(rules[1].allowedValues == ["y"])
        #expect(policy.requiredTags(cloud: "aws", type: "s3:bucket").map(\.name) == ["A"])
        #expect(policy.requiredTags(cloud: "gcp", type: "x") == [])
        #expect(policy.optionalTags(cloud: "aws", type: "s3:bucket").map(\.name) == ["O"])
    }

    @Test func `applicable types are never empty when a rule applies to everything`() throws {
        let policy = try compiled(#"{"name": "A"}"#)
        #expect(policy.applicableTypes(cloud: "aws") == ["ec2:instance", "rds:db", "s3:bucket"])
        #expect(
            policy.applicableTypes(cloud: "azure") == ["Microsoft.Compute/disks", "Microsoft.Sql/servers"]
        )
        #expect(policy.applicableTypes(cloud: "gcp") == [])
    }

    @Test
    func
        `applicable types are native ones, in the provider's spelling, and unknown ones as the policy has them`()
        throws
    {
        let policy = try compiled(
            #"{"name": "A", "applies_to": {"aws": ["virtual_machine", "new:thing"], "azure": ["microsoft.sql/SERVERS"]}}"#
        )
        #expect(policy.applicableTypes(cloud: "aws") == ["ec2:instance", "new:thing"])
        #expect(policy.applicableTypes(cloud: "azure") == ["Microsoft.Sql/servers"])
    }

    @Test func `types of optional tags alone are not applicable`() throws {
        let policy = try compiled(
            #"{"name": "A", "applies_to": {"aws": ["rds:db"]}}"#,
            #", "optional_tags": [{"name": "B", "applies_to": {"aws": ["s3:bucket"]}}]"#
        )
        #expect(policy.applicableTypes(cloud: "aws") == ["rds:db"])
    }

    @Test func `of two clouds with one name the first counts`() throws {
        let second = CloudTraits(cloud: "aws", keyCase: .insensitive, resourceTypes: ["other:type"])
        let policy = try compiled(#"{"name": "A"}"#, clouds: [Self.aws, second])
        #expect(policy.applicableTypes(cloud: "aws").contains("rds:db"))
        #expect(!policy.applicableTypes(cloud: "aws").contains("other:type"))
    }

    @Test func `a policy without clouds judges nothing`() throws {
        let policy = try compiled(#"{"name": "A"}"#, clouds: [])
        var findings: [Finding] = []
        let resource = Resource(cloud: "aws", id: "1", resourceID: "1", type: "t", scope: "s", region: "r")
        #expect(PolicyEvaluator(policy).evaluate(resource, into: &findings) == .outOfScope)
        #expect(policy.explain(resource).steps.map(\.outcome) == [.otherCloud])
    }
}
