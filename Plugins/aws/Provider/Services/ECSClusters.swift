// SPDX-License-Identifier: Apache-2.0

/// Clusters of containers.
enum ECSClusters: ResourceCatalog {
    static let kind = ResourceKind(
        type: "ecs:cluster",
        title: "ECS cluster",
        generic: "container_service",
        permissions: ["ecs:ListClusters", "ecs:DescribeClusters", "ecs:ListTagsForResource"]
    )

    static func list(_ cell: CellScan) async throws {
        try await ECS.walk(cell, "ListClusters", [:], list: "clusterArns", batches: 100) { arns in
            try await describe(arns, cell)
        }
    }

    private static func describe(_ arns: [String], _ cell: CellScan) async throws -> [ResourceRecord] {
        var records: [ResourceRecord] = []
        let document: JSONObject = ["clusters": JSONValue(arns)]
        for entry in try await ECS.describe(cell, "DescribeClusters", document, list: "clusters") {
            let record = try await ECS.record(
                entry,
                arn: "clusterArn",
                name: "clusterName",
                created: nil,
                cell
            )
            if let record { records.append(record) }
        }
        return records
    }

    static func claims(_ arn: ARN) -> Bool { arn.service == "ecs" && arn.resource(after: "cluster/") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        try await describe([arn.description], cell).first
    }
}
