// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension AWSService {
    /// Amazon DynamoDB, API version 2012-08-10.
    static let dynamodb = AWSService(
        name: "dynamodb",
        wire: .json(version: "1.0", errorPrefix: "com.amazonaws.dynamodb.v20120810#"),
        troubles: Troubles(
            throttled: AWSFault("ThrottlingException", "Rate of requests exceeds the allowed throughput."),
            serverError: AWSFault("InternalServerError", "Internal server error", status: 500),
            unavailable: AWSFault("ServiceUnavailable", "The service is currently unavailable.", status: 503),
            denied: ("AccessDeniedException", 400)
        ),
        actions: [
            "ListTables": DynamoDB.listTables,
            "DescribeTable": DynamoDB.describeTable,
            "ListTagsOfResource": DynamoDB.listTags,
        ]
    )
}

enum DynamoDB {
    /// The next page begins after the name that the caller gives, whether or not there is such a table.
    @Sendable static func listTables(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let limit = try call.number("Limit", in: 1...100) { value in
            AWSFault("ValidationException", "Value '\(value)' at 'limit' failed to satisfy constraint")
        }
        let start = call.json["ExclusiveStartTableName"]?.string ?? ""
        let rest = call.resources("dynamodb:table").filter { $0.id > start }
        let size = limit ?? 100
        guard
            let page = call.paging.page(
                of: rest,
                list: "",
                token: nil,
                size: min(size, call.paging.cap ?? size),
                allowsEmpty: false
            )
        else { throw AWSFault("ValidationException", "The start is invalid.") }
        var object: JSONObject = ["TableNames": JSONValue(page.items.map(\.id))]
        if page.next != nil { object["LastEvaluatedTableName"] = JSONValue(page.items.last?.id) }
        return .json(.object(object))
    }

    @Sendable static func describeTable(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let name = call.json["TableName"]?.string ?? ""
        let arn =
            name.hasPrefix("arn:") ? name : "arn:aws:dynamodb:\(call.region):\(call.account):table/\(name)"
        guard let table = call.resource(arn: arn, type: "dynamodb:table") else {
            throw AWSFault(
                "ResourceNotFoundException",
                "Requested resource not found: Table: \(name) not found"
            )
        }
        return .json([
            "Table": [
                "TableName": .string(table.id),
                "TableArn": .string(arn),
                "TableId": "e57a7e00-0000-4000-8000-000000000000",
                "TableStatus": .string(table.state ?? "ACTIVE"),
                "CreationDateTime": .number(Double(table.created) + 0.5),
                "ItemCount": 0,
                "TableSizeBytes": 0,
                "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
                "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
                "BillingModeSummary": ["BillingMode": "PAY_PER_REQUEST"],
            ]
        ])
    }

    @Sendable static func listTags(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let arn = call.json["ResourceArn"]?.string ?? ""
        guard arn.hasPrefix("arn:aws:dynamodb:") else {
            throw AWSFault(
                "ValidationException",
                "Invalid TableArn: Invalid ResourceArn provided as input \(arn)"
            )
        }
        guard let table = call.resource(arn: arn, type: "dynamodb:table") else {
            throw AWSFault(
                "ResourceNotFoundException",
                "Requested resource not found: ResourcArn: \(arn) not found"
            )
        }
        let page = try call.page(
            table.tags,
            of: table.id,
            token: call.json["NextToken"]?.string,
            size: 50,
            invalid: AWSFault("ValidationException", "Invalid NextToken")
        )
        var object: JSONObject = [
            "Tags": .array(page.items.map { ["Key": .string($0.key), "Value": .string($0.value)] })
        ]
        if let next = page.next { object["NextToken"] = .string(next) }
        return .json(.object(object))
    }
}
