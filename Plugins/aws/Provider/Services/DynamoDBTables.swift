// SPDX-License-Identifier: Apache-2.0

/// NoSQL tables.
enum DynamoDBTables: ResourceCatalog {
    static let kind = ResourceKind(
        type: "dynamodb:table",
        title: "DynamoDB table",
        generic: "nosql",
        permissions: ["dynamodb:ListTables", "dynamodb:DescribeTable", "dynamodb:ListTagsOfResource"]
    )

    static func list(_ cell: CellScan) async throws {
        try await cell.walk { token in
            var document: JSONObject = ["Limit": JSONValue(cell.limit(of: 100))]
            if let token { document["ExclusiveStartTableName"] = .string(token) }
            let reply = try await cell.client.send(cell.call(.dynamodb, "ListTables", .json(document))).json()
            return (try reply.texts("TableNames"), try reply.optionalText("LastEvaluatedTableName"))
        } details: { name in
            [try await record(name, cell)]
        }
    }

    /// The table's ARN follows from its name, so its tags need not wait for its description.
    private static func record(_ name: String, _ cell: CellScan) async throws -> ResourceRecord {
        let arn = try await cell.arn("dynamodb", "table/\(name)")
        async let tags = tags(of: arn, cell)
        let document: JSONObject = ["TableName": .string(name)]
        let reply = try await cell.client.send(cell.call(.dynamodb, "DescribeTable", .json(document))).json()
        let table = try reply.child("Table")
        return try await cell.record(
            table.text("TableArn"),
            name,
            name: name,
            created: table.time("CreationDateTime"),
            state: table.optionalText("TableStatus"),
            tags: tags
        )
    }

    private static func tags(of arn: String, _ cell: CellScan) async throws -> [ResourceRecord.Tag] {
        var tags: [ResourceRecord.Tag] = []
        try await Paging.forEach { token in
            var document: JSONObject = ["ResourceArn": .string(arn)]
            if let token { document["NextToken"] = .string(token) }
            let call = cell.call(.dynamodb, "ListTagsOfResource", .json(document))
            let reply = try await cell.client.send(call).json()
            tags += try reply.tags("Tags", key: "Key", value: "Value")
            return try reply.optionalText("NextToken")
        }
        return tags
    }

    static func claims(_ arn: ARN) -> Bool {
        // "table/name/index/…", "…/stream/…" and "…/backup/…" are parts of a table.
        guard arn.service == "dynamodb", let name = arn.resource(after: "table/") else { return false }
        return !name.contains("/")
    }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        guard let name = arn.resource(after: "table/") else { return nil }
        return try await record(name, cell)
    }
}
