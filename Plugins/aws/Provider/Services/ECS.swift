// SPDX-License-Identifier: Apache-2.0

/// What the resource types of ECS have in common.
enum ECS {
    /// Walks a List action that answers ARNs, 100 at most a page.
    static func walk(
        _ cell: CellScan,
        _ action: String,
        _ document: JSONObject,
        list: String,
        batches size: Int,
        records: @escaping @Sendable ([String]) async throws -> [ResourceRecord]
    ) async throws {
        try await cell.walk { token in
            var document = document
            document["maxResults"] = JSONValue(cell.limit(of: 100))
            if let token { document["nextToken"] = .string(token) }
            let reply = try await cell.client.send(cell.call(.ecs, action, .json(document))).json()
            let arns = try reply.texts(list)
            let batches = stride(from: 0, to: arns.count, by: size)
                .map { Array(arns[$0..<min($0 + size, arns.count)]) }
            return (batches, try reply.optionalText("nextToken"))
        } details: { batch in
            try await records(batch)
        }
    }

    /// Describes resources; those that are gone by now come back as failures and are left out.
    static func describe(
        _ cell: CellScan,
        _ action: String,
        _ document: JSONObject,
        list: String
    ) async throws -> [JSONFields] {
        var document = document
        document["include"] = ["TAGS"]
        let reply = try await cell.client.send(cell.call(.ecs, action, .json(document))).json()
        for failure in try reply.optionalList("failures") ?? [] {
            let reason = try failure.optionalText("reason") ?? ""
            guard reason == "MISSING" || reason.isEmpty else {
                let arn = try failure.optionalText("arn") ?? ""
                throw AWSFault(
                    .other,
                    code: reason,
                    "\(reply.call.title) did not describe \(arn): \(reason)."
                )
            }
        }
        return try reply.list(list)
    }

    /// Makes a record; INACTIVE ones were deleted and are kept by AWS for a while.
    static func record(
        _ entry: JSONFields,
        arn: String,
        name: String,
        created: String?,
        _ cell: CellScan
    ) async throws -> ResourceRecord? {
        let state = try entry.optionalText("status")
        guard state != "INACTIVE" else { return nil }
        let title = try entry.text(name)
        return try await cell.record(
            entry.text(arn),
            title,
            name: title,
            created: created.flatMap { try entry.time($0) },
            state: state,
            tags: entry.tags("tags", key: "key", value: "value")
        )
    }
}
