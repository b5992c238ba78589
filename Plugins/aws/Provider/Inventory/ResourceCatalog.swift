// SPDX-License-Identifier: Apache-2.0

/// Facts of one resource type, as the provider's description tells them.
struct ResourceKind: Sendable {
    /// The type's name, for example "ec2:instance".
    let type: String
    /// Name for people.
    let title: String
    /// The cloud-neutral kind.
    let generic: String?
    /// Whether it is listed region by region.
    var isRegional = true
    /// Whether it costs money by itself.
    var hasCost = true
    /// IAM actions that listing it with tags needs.
    let permissions: [String]
}

/// One resource type: how it is listed and looked up.
protocol ResourceCatalog: Sendable {
    /// Its facts.
    static var kind: ResourceKind { get }

    /// Lists every resource of the cell with its tags, through `cell.emit`.
    ///
    /// - Parameter cell: account, region and the way to AWS.
    /// - Throws: ``AWSFault`` and others when the list is not complete.
    static func list(_ cell: CellScan) async throws

    /// Whether an ARN names a resource of this type.
    static func claims(_ arn: ARN) -> Bool

    /// Finds one resource; `nil` when it does not exist.
    ///
    /// - Parameters:
    ///   - arn: an ARN that this type claims.
    ///   - cell: account, the ARN's region, and the way to AWS.
    /// - Returns: the resource, or `nil`.
    /// - Throws: ``AWSFault``.
    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord?
}

/// All resource types: adding one is one file and one line here.
enum ResourceCatalogs {
    static let all: [any ResourceCatalog.Type] = [
        EC2Instances.self,
        EC2Volumes.self,
        EC2Snapshots.self,
        RDSInstances.self,
        RDSClusters.self,
        S3Buckets.self,
        LambdaFunctions.self,
        ECSClusters.self,
        ECSServices.self,
        DynamoDBTables.self,
        SNSTopics.self,
        SQSQueues.self,
    ]

    static func catalog(of type: String) -> (any ResourceCatalog.Type)? { all.first { $0.kind.type == type } }

    static func catalog(claiming arn: ARN) -> (any ResourceCatalog.Type)? { all.first { $0.claims(arn) } }
}
