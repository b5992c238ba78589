// SPDX-License-Identifier: Apache-2.0

/// What the resource types of RDS have in common.
enum RDS {
    /// The names that one Describe action uses.
    struct Shape: Sendable {
        let action: String
        let list: String
        let item: String
        let arn: String
        let identifier: String
        let created: String
        let state: String
    }

    /// Lists all resources of a shape; MaxRecords must be 20 to 100.
    static func list(_ shape: Shape, _ cell: CellScan) async throws {
        let fields = [(name: "MaxRecords", value: cell.limit(100, minimum: 20))]
        try await cell.walk { marker in
            let next = marker.map { [(name: "Marker", value: $0)] } ?? []
            let reply = try await cell.client.send(cell.call(.rds, shape.action, .form(fields + next)))
                .result()
            return (try reply.list(shape.list, of: shape.item), reply.optionalText("Marker"))
        } details: { entry in
            [try await record(entry, shape, cell)]
        }
    }

    /// Finds one resource by its ARN, which AWS takes in place of the identifier.
    static func find(_ shape: Shape, _ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        let fields = [
            (name: "Filters.Filter.1.Name", value: filter(shape)),
            (name: "Filters.Filter.1.Values.Value.1", value: arn.description),
        ]
        let reply = try await cell.client.send(cell.call(.rds, shape.action, .form(fields))).result()
        let found = try reply.list(shape.list, of: shape.item)
        guard let entry = found.first(where: { $0.optionalText(shape.arn) == arn.description }) else {
            return nil
        }
        return try await record(entry, shape, cell)
    }

    private static func filter(_ shape: Shape) -> String {
        shape.item == "DBCluster" ? "db-cluster-id" : "db-instance-id"
    }

    private static func record(
        _ entry: XMLFields,
        _ shape: Shape,
        _ cell: CellScan
    ) async throws -> ResourceRecord {
        let (arn, id) = (try entry.text(shape.arn), try entry.text(shape.identifier))
        var attributes: JSONObject = [:]
        if let engine = entry.optionalText("Engine") { attributes["engine"] = .string(engine) }
        return try await cell.record(
            arn,
            id,
            name: id,
            created: entry.time(shape.created),
            state: entry.optionalText(shape.state),
            tags: tags(entry, arn, cell),
            attributes: attributes
        )
    }

    /// AWS sends the tags along; a reply without the list leaves it open whether there are any.
    private static func tags(
        _ entry: XMLFields,
        _ arn: String,
        _ cell: CellScan
    ) async throws -> [ResourceRecord.Tag] {
        if entry.optionalChild("TagList") != nil {
            return try entry.tags("TagList", of: "Tag", key: "Key", value: "Value")
        }
        let call = cell.call(.rds, "ListTagsForResource", .form([(name: "ResourceName", value: arn)]))
        let reply = try await cell.client.send(call).result()
        return try reply.tags("TagList", of: "Tag", key: "Key", value: "Value")
    }
}
