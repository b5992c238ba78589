// SPDX-License-Identifier: Apache-2.0

/// Notification topics.
///
/// AWS does not tell when one was made.
enum SNSTopics: ResourceCatalog {
    static let kind = ResourceKind(
        type: "sns:topic",
        title: "SNS topic",
        generic: "topic",
        hasCost: false,
        permissions: ["sns:ListTopics", "sns:ListTagsForResource"]
    )

    static func list(_ cell: CellScan) async throws {
        try await cell.walk { token in
            let fields = token.map { [(name: "NextToken", value: $0)] } ?? []
            let reply = try await cell.client.send(cell.call(.sns, "ListTopics", .form(fields))).result()
            return (try reply.list("Topics", of: "member"), reply.optionalText("NextToken"))
        } details: { topic in
            [try await record(topic.text("TopicArn"), cell)]
        }
    }

    private static func record(_ arn: String, _ cell: CellScan) async throws -> ResourceRecord {
        let call = cell.call(.sns, "ListTagsForResource", .form([(name: "ResourceArn", value: arn)]))
        let tags = try await cell.client.send(call).result()
            .tags("Tags", of: "member", key: "Key", value: "Value")
        let name = String(arn.split(separator: ":").last ?? "")
        return try await cell.record(arn, name, name: name, tags: tags)
    }

    static func claims(_ arn: ARN) -> Bool {
        // "name:id" is a subscription.
        arn.service == "sns" && !arn.resource.contains(":") && !arn.resource.contains("/")
    }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        try await record(arn.description, cell)
    }
}
