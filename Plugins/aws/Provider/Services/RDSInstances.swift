// SPDX-License-Identifier: Apache-2.0

/// Relational databases: single instances and members of clusters, of any engine behind the RDS API.
enum RDSInstances: ResourceCatalog {
    static let kind = ResourceKind(
        type: "rds:db",
        title: "RDS database instance",
        generic: "database_server",
        permissions: ["rds:DescribeDBInstances", "rds:ListTagsForResource"]
    )

    private static let shape = RDS.Shape(
        action: "DescribeDBInstances",
        list: "DBInstances",
        item: "DBInstance",
        arn: "DBInstanceArn",
        identifier: "DBInstanceIdentifier",
        created: "InstanceCreateTime",
        state: "DBInstanceStatus"
    )

    static func list(_ cell: CellScan) async throws { try await RDS.list(shape, cell) }

    static func claims(_ arn: ARN) -> Bool { arn.service == "rds" && arn.resource(after: "db:") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        try await RDS.find(shape, arn, cell)
    }
}
