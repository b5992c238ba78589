// SPDX-License-Identifier: Apache-2.0

/// Serverless functions.
///
/// AWS tells when one was changed last, never when it was made.
enum LambdaFunctions: ResourceCatalog {
    static let kind = ResourceKind(
        type: "lambda:function",
        title: "Lambda function",
        generic: "function",
        permissions: ["lambda:ListFunctions", "lambda:ListTags"]
    )

    static func list(_ cell: CellScan) async throws {
        try await cell.walk { marker in
            var query = [(name: "MaxItems", value: cell.limit(50))]
            if let marker { query.append((name: "Marker", value: marker)) }
            let call = cell.call(.lambda, "ListFunctions", .rest(path: "/2015-03-31/functions", query: query))
            let reply = try await cell.client.send(call).json()
            return (try reply.list("Functions"), try reply.optionalText("NextMarker"))
        } details: { function in
            let arn = try function.text("FunctionArn")
            return [try await record(function, tags: tags(of: arn, cell), cell)]
        }
    }

    private static func tags(of arn: String, _ cell: CellScan) async throws -> [ResourceRecord.Tag] {
        let path = "/2017-03-31/tags/\(PercentEncoding.encode(arn))"
        return try await cell.client.send(cell.call(.lambda, "ListTags", .rest(path: path, query: []))).json()
            .tagMap("Tags")
    }

    private static func record(
        _ function: JSONFields,
        tags: [ResourceRecord.Tag],
        _ cell: CellScan
    ) async throws -> ResourceRecord {
        let name = try function.text("FunctionName")
        return try await cell.record(
            function.text("FunctionArn"),
            name,
            name: name,
            state: function.optionalText("State"),
            tags: tags
        )
    }

    static func claims(_ arn: ARN) -> Bool {
        // "function:name:version" is a version or an alias, which has no tags of its own.
        guard arn.service == "lambda", let name = arn.resource(after: "function:") else { return false }
        return !name.contains(":")
    }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        guard let name = arn.resource(after: "function:") else { return nil }
        let path = "/2015-03-31/functions/\(PercentEncoding.encode(name))"
        let reply = try await cell.client
            .send(cell.call(.lambda, "GetFunction", .rest(path: path, query: []))).json()
        return try await record(reply.child("Configuration"), tags: reply.tagMap("Tags"), cell)
    }
}
