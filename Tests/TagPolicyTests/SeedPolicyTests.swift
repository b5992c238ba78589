// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inventory
import JSONCodec
import TagPolicy
import Testing

/// The policy that we ship, which is the example of the specification.
struct SeedPolicyTests {
    private static func policy() throws -> TagPolicy {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "policies/tagging_policy_v2.json"))
        return try TagPolicy(parsing: Array(data))
    }

    @Test func `the shipped policy is valid and finds what is wrong with an instance`() throws {
        let policy = try Self.policy()
        let traits = CloudTraits(
            cloud: "aws",
            keyCase: .sensitive,
            resourceTypes: ["ec2:instance", "s3:bucket"]
        )
        let evaluator = PolicyEvaluator(try CompiledPolicy(policy, clouds: [traits]))
        let resource = Resource(
            cloud: "aws",
            id: "arn:aws:ec2:eu-west-1:1:instance/i-1",
            resourceID: "i-1",
            type: "ec2:instance",
            scope: "1",
            region: "eu-west-1",
            tags: [
                Tag(key: "Environment", value: "PRODUCTION"), Tag(key: "cost-center", value: "Sales"),
                Tag(key: "Owner", value: "a@b.com\n"), Tag(key: "aws:createdBy", value: "x"),
            ]
        )
        var findings: [Finding] = []
        #expect(evaluator.evaluate(resource, into: &findings) == .violating)
        #expect(findings.map(\.violation) == [.missingRequiredTag, .invalidFormat])
        #expect(findings.map(\.nearMiss) == ["cost-center", nil])
    }
}
