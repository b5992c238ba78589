// SPDX-License-Identifier: Apache-2.0

/// Database clusters: Aurora, Multi-AZ, and the Neptune and DocumentDB clusters that the RDS API lists too.
enum RDSClusters: ResourceCatalog {
    static let kind = ResourceKind(
        type: "rds:cluster",
        title: "RDS database cluster",
        generic: "database_server",
        permissions: ["rds:DescribeDBClusters", "rds:ListTagsForResource"]
    )

    private static let shape = RDS.Shape(
        action: "DescribeDBClusters",
        list: "DBClusters",
        item: "DBCluster",
        arn: "DBClusterArn",
        identifier: "DBClusterIdentifier",
        created: "ClusterCreateTime",
        state: "Status"
    )

    static func list(_ cell: CellScan) async throws { try await RDS.list(shape, cell) }

    static func claims(_ arn: ARN) -> Bool { arn.service == "rds" && arn.resource(after: "cluster:") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        try await RDS.find(shape, arn, cell)
    }
}
