// SPDX-License-Identifier: Apache-2.0

/// What the resource types of EC2 have in common.
enum EC2 {
    /// Walks a Describe action; its tags are part of the reply.
    static func walk(
        _ cell: CellScan,
        _ action: String,
        _ fields: [(name: String, value: String)],
        set: String,
        records: @escaping @Sendable (XMLFields) async throws -> [ResourceRecord]
    ) async throws {
        try await cell.walk { token in
            let next = token.map { [(name: "NextToken", value: $0)] } ?? []
            let reply = try await cell.client.send(cell.call(.ec2, action, .form(fields + next))).xml()
            return (try reply.list(set), reply.optionalText("nextToken"))
        } details: { entry in
            try await records(entry)
        }
    }

    /// The display name: the Name tag.
    static func name(_ tags: [ResourceRecord.Tag]) -> String? {
        tags.first { $0.key == "Name" }?.value.flatMap { $0.isEmpty ? nil : $0 }
    }
}
