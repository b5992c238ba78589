// SPDX-License-Identifier: Apache-2.0

/// Services that run in clusters of containers.
enum ECSServices: ResourceCatalog {
    static let kind = ResourceKind(
        type: "ecs:service",
        title: "ECS service",
        generic: "container_service",
        permissions: [
            "ecs:ListClusters", "ecs:ListServices", "ecs:DescribeServices", "ecs:ListTagsForResource",
        ]
    )

    static func list(_ cell: CellScan) async throws {
        try await ECS.walk(cell, "ListClusters", [:], list: "clusterArns", batches: 1) { clusters in
            // The walk below emits by itself, so that a cluster of many services is never held as a whole.
            for cluster in clusters { try await list(cluster, cell) }
            return []
        }
    }

    private static func list(_ cluster: String, _ cell: CellScan) async throws {
        let document: JSONObject = ["cluster": .string(cluster)]
        try await ECS.walk(cell, "ListServices", document, list: "serviceArns", batches: 10) { arns in
            try await describe(arns, cluster, cell)
        }
    }

    private static func describe(
        _ arns: [String],
        _ cluster: String,
        _ cell: CellScan
    ) async throws -> [ResourceRecord] {
        var records: [ResourceRecord] = []
        let document: JSONObject = ["cluster": .string(cluster), "services": JSONValue(arns)]
        for entry in try await ECS.describe(cell, "DescribeServices", document, list: "services") {
            let record = try await ECS.record(
                entry,
                arn: "serviceArn",
                name: "serviceName",
                created: "createdAt",
                cell
            )
            if let record { records.append(record) }
        }
        return records
    }

    static func claims(_ arn: ARN) -> Bool { arn.service == "ecs" && arn.resource(after: "service/") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        // "service/cluster/name"; the oldest form "service/name" tells no cluster and means the default one.
        let parts = arn.resource.split(separator: "/")
        let cluster = parts.count == 3 ? String(parts[1]) : "default"
        return try await describe([arn.description], cluster, cell).first
    }
}
