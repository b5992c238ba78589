// SPDX-License-Identifier: Apache-2.0

/// Block storage volumes.
enum EC2Volumes: ResourceCatalog {
    static let kind = ResourceKind(
        type: "ec2:volume",
        title: "EBS volume",
        generic: "disk",
        permissions: ["ec2:DescribeVolumes"]
    )

    static func list(_ cell: CellScan) async throws {
        let fields = [(name: "MaxResults", value: cell.limit(500, minimum: 5))]
        try await EC2.walk(cell, "DescribeVolumes", fields, set: "volumeSet") { volume in
            [try await record(volume, cell)]
        }
    }

    private static func record(_ volume: XMLFields, _ cell: CellScan) async throws -> ResourceRecord {
        let id = try volume.text("volumeId")
        let tags = try volume.tags("tagSet")
        var attributes: JSONObject = [:]
        if let type = volume.optionalText("volumeType") { attributes["volume_type"] = .string(type) }
        return try await cell.record(
            cell.arn("ec2", "volume/\(id)"),
            id,
            name: EC2.name(tags),
            created: volume.time("createTime"),
            state: volume.optionalText("status"),
            tags: tags,
            attributes: attributes
        )
    }

    static func claims(_ arn: ARN) -> Bool { arn.service == "ec2" && arn.resource(after: "volume/") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        guard let id = arn.resource(after: "volume/") else { return nil }
        let call = cell.call(.ec2, "DescribeVolumes", .form([(name: "VolumeId.1", value: id)]))
        let found = try await cell.client.send(call).xml().list("volumeSet")
        guard let volume = found.first(where: { $0.optionalText("volumeId") == id }) else { return nil }
        return try await record(volume, cell)
    }
}
