// SPDX-License-Identifier: Apache-2.0

/// Snapshots of volumes that the account itself owns.
enum EC2Snapshots: ResourceCatalog {
    static let kind = ResourceKind(
        type: "ec2:snapshot",
        title: "EBS snapshot",
        generic: "snapshot",
        permissions: ["ec2:DescribeSnapshots"]
    )

    static func list(_ cell: CellScan) async throws {
        let fields = [
            // Without an owner AWS lists every public snapshot of the world.
            (name: "Owner.1", value: "self"),
            (name: "MaxResults", value: cell.limit(500, minimum: 5)),
        ]
        try await EC2.walk(cell, "DescribeSnapshots", fields, set: "snapshotSet") { snapshot in
            [try await record(snapshot, cell)]
        }
    }

    private static func record(_ snapshot: XMLFields, _ cell: CellScan) async throws -> ResourceRecord {
        let id = try snapshot.text("snapshotId")
        let tags = try snapshot.tags("tagSet")
        // Snapshot ARNs have no account (Service Authorization Reference, resource types of Amazon EC2).
        let partition = try await cell.caller().partition
        return try await cell.record(
            "arn:\(partition):ec2:\(cell.region)::snapshot/\(id)",
            id,
            name: EC2.name(tags),
            created: snapshot.time("startTime"),
            state: snapshot.optionalText("status"),
            tags: tags
        )
    }

    static func claims(_ arn: ARN) -> Bool { arn.service == "ec2" && arn.resource(after: "snapshot/") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        guard let id = arn.resource(after: "snapshot/") else { return nil }
        let call = cell.call(.ec2, "DescribeSnapshots", .form([(name: "SnapshotId.1", value: id)]))
        let found = try await cell.client.send(call).xml().list("snapshotSet")
        guard let snapshot = found.first(where: { $0.optionalText("snapshotId") == id }) else { return nil }
        return try await record(snapshot, cell)
    }
}
