// SPDX-License-Identifier: Apache-2.0

/// Message queues.
enum SQSQueues: ResourceCatalog {
    static let kind = ResourceKind(
        type: "sqs:queue",
        title: "SQS queue",
        generic: "queue",
        hasCost: false,
        permissions: ["sqs:ListQueues", "sqs:GetQueueAttributes", "sqs:ListQueueTags"]
    )

    static func list(_ cell: CellScan) async throws {
        try await cell.walk { token in
            // Without MaxResults AWS stops at 1,000 queues and gives no token.
            var document: JSONObject = ["MaxResults": JSONValue(cell.limit(of: 1000))]
            if let token { document["NextToken"] = .string(token) }
            let reply = try await cell.client.send(cell.call(.sqs, "ListQueues", .json(document))).json()
            return (try reply.optionalTexts("QueueUrls") ?? [], try reply.optionalText("NextToken"))
        } details: { url in
            [try await record(url, cell)]
        }
    }

    private static func record(_ url: String, _ cell: CellScan) async throws -> ResourceRecord {
        async let tags = tags(of: url, cell)
        let names: JSONValue = ["QueueArn", "CreatedTimestamp"]
        let document: JSONObject = ["QueueUrl": .string(url), "AttributeNames": names]
        let reply = try await cell.client.send(cell.call(.sqs, "GetQueueAttributes", .json(document))).json()
        let attributes = try reply.child("Attributes")
        let arn = try attributes.text("QueueArn")
        let name = String(arn.split(separator: ":").last ?? "")
        let created = try attributes.optionalText("CreatedTimestamp").flatMap(Double.init)
        return try await cell.record(
            arn,
            name,
            name: name,
            created: created.map { WallClock(secondsSince1970: $0).microseconds },
            tags: tags
        )
    }

    private static func tags(of url: String, _ cell: CellScan) async throws -> [ResourceRecord.Tag] {
        let call = cell.call(.sqs, "ListQueueTags", .json(["QueueUrl": .string(url)]))
        return try await cell.client.send(call).json().tagMap("Tags")
    }

    static func claims(_ arn: ARN) -> Bool { arn.service == "sqs" && !arn.resource.contains(":") }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        let document: JSONObject = [
            "QueueName": .string(arn.resource), "QueueOwnerAWSAccountId": .string(arn.account),
        ]
        let reply = try await cell.client.send(cell.call(.sqs, "GetQueueUrl", .json(document))).json()
        return try await record(reply.text("QueueUrl"), cell)
    }
}
