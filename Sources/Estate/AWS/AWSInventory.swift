// SPDX-License-Identifier: Apache-2.0

/// The described AWS resources by where they lie.
struct AWSInventory: Sendable {
    private struct Cell: Hashable {
        let account: String
        let region: String
        let type: String
    }

    private var cells: [Cell: [DescribedResource]] = [:]
    private var byARN: [String: DescribedResource] = [:]
    /// Bucket names are unique in the whole partition.
    private var buckets: [String: DescribedResource] = [:]
    private var bucketsByAccount: [String: [DescribedResource]] = [:]
    private var regions: [String: [DescribedEstate.Region]] = [:]

    init(_ estate: DescribedEstate) {
        for scope in estate.scopes where scope.cloud == "aws" { regions[scope.id] = scope.regions }
        for resource in estate.resources where resource.cloud == "aws" {
            cells[Cell(account: resource.scope, region: resource.region, type: resource.type), default: []]
                .append(resource)
            byARN[AWSNames.arn(of: resource)] = resource
            if resource.type == "s3:bucket" { buckets[resource.id] = resource }
        }
        bucketsByAccount = [String: [DescribedResource]](grouping: buckets.values, by: \.scope)
            .mapValues { $0.sorted { $0.id < $1.id } }
        // Services list by name; the snapshot, instance and volume lists have no order of their own.
        for type in ["rds:db", "rds:cluster", "lambda:function", "dynamodb:table", "sqs:queue"] {
            for cell in cells.keys where cell.type == type { cells[cell]?.sort { $0.id < $1.id } }
        }
    }

    func regions(of account: String) -> [DescribedEstate.Region] { regions[account] ?? [] }

    func hasAccount(_ account: String) -> Bool { regions[account] != nil }

    func resources(_ type: String, account: String, region: String) -> [DescribedResource] {
        cells[Cell(account: account, region: region, type: type)] ?? []
    }

    func resource(arn: String) -> DescribedResource? { byARN[arn] }

    func bucket(_ name: String) -> DescribedResource? { buckets[name] }

    func buckets(of account: String) -> [DescribedResource] {
        bucketsByAccount[account] ?? []
    }

    /// Everything in one region, as the tagging API lists it.
    func everything(account: String, region: String) -> [DescribedResource] {
        cells.keys.filter { $0.account == account && $0.region == region }.sorted { $0.type < $1.type }
            .flatMap { cells[$0] ?? [] }
    }
}

/// How AWS names things.
enum AWSNames {
    /// The full identifier of a resource.
    static func arn(of resource: DescribedResource) -> String {
        let place = "\(resource.region):\(resource.scope)"
        let id = resource.id
        return switch resource.type {
        case "ec2:instance": "arn:aws:ec2:\(place):instance/\(id)"
        case "ec2:volume": "arn:aws:ec2:\(place):volume/\(id)"
        case "ec2:snapshot": "arn:aws:ec2:\(resource.region)::snapshot/\(id)"
        case "rds:db": "arn:aws:rds:\(place):db:\(id)"
        case "rds:cluster": "arn:aws:rds:\(place):cluster:\(id)"
        case "s3:bucket": "arn:aws:s3:::\(id)"
        case "lambda:function": "arn:aws:lambda:\(place):function:\(id)"
        case "ecs:cluster": "arn:aws:ecs:\(place):cluster/\(id)"
        case "ecs:service": "arn:aws:ecs:\(place):service/\(resource.text("cluster") ?? "default")/\(id)"
        case "dynamodb:table": "arn:aws:dynamodb:\(place):table/\(id)"
        case "sns:topic": "arn:aws:sns:\(place):\(id)"
        case "sqs:queue": "arn:aws:sqs:\(place):\(id)"
        default: "arn:aws:\(resource.type.split(separator: ":").first ?? "unknown"):\(place):\(id)"
        }
    }
}
