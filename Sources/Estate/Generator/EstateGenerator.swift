// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Invents an AWS estate of any size with realistic faults in its tags; the same seed gives the same estate.
package struct EstateGenerator: Sendable {
    /// How much is invented.
    package struct Size: Hashable, Sendable {
        /// Accounts.
        package var scopes = 1
        /// Regions of each account.
        package var regions = 3
        /// Resources of the whole estate that count.
        package var resources = 5_000

        /// Reads "scopes=1,regions=3,resources=5000"; what is not named keeps its default.
        ///
        /// - Parameter text: the text.
        /// - Throws: ``EstateError/Code/option`` if a name is unknown or a number out of range.
        package init(parsing text: String) throws(EstateError) {
            for field in text.split(separator: ",") {
                let parts = field.split(separator: "=")
                guard parts.count == 2, let value = Int(parts[1]), value >= 1, value <= 10_000_000 else {
                    throw EstateError(.option, "'\(field)' is not like resources=5000.")
                }
                switch parts[0] {
                case "scopes": scopes = value
                case "regions": regions = min(value, EstateGenerator.regionNames.count)
                case "resources": resources = value
                default:
                    throw EstateError(.option, "'\(parts[0])' is none of scopes, regions and resources.")
                }
            }
        }
    }

    static let regionNames = [
        "us-east-1", "eu-west-1", "ap-southeast-2", "us-west-2", "eu-central-1", "ap-northeast-1",
        "us-east-2",
        "eu-north-1", "ca-central-1", "sa-east-1", "eu-west-3", "ap-south-1", "us-west-1", "eu-west-2",
        "ap-northeast-2", "ap-southeast-1",
    ]

    /// How many of a hundred resources are of a type; the clusters come before their services.
    private static let shares: [(type: String, share: UInt64)] = [
        ("ec2:instance", 22), ("ec2:volume", 22), ("ec2:snapshot", 12), ("lambda:function", 12),
        ("sqs:queue", 6),
        ("sns:topic", 5), ("dynamodb:table", 5), ("s3:bucket", 5), ("rds:db", 4), ("ecs:service", 4),
        ("rds:cluster", 2), ("ecs:cluster", 1),
    ]

    private let size: Size
    private var random: SeededGenerator

    /// Prepares a generator.
    ///
    /// - Parameters:
    ///   - size: how much is invented.
    ///   - seed: where chance begins.
    package init(_ size: Size, seed: UInt64) {
        self.size = size
        random = SeededGenerator(seed: seed)
    }

    /// Invents the estate.
    ///
    /// - Returns: the estate; beside the resources that count, each account has terminated instances and snapshots
    ///   of others, which a complete inventory leaves out.
    package func estate() -> DescribedEstate {
        var generator = self
        return generator.make()
    }

    private mutating func make() -> DescribedEstate {
        var regions = Self.regionNames.prefix(size.regions).map { DescribedEstate.Region(name: $0) }
        let places = regions.map(\.name)
        regions.append(DescribedEstate.Region(name: "af-south-1", isEnabled: false))
        let scopes = (0..<size.scopes)
            .map { number in
                DescribedEstate.Scope(
                    cloud: "aws",
                    id: String(111_122_223_333 + number),
                    name: "account-\(number + 1)",
                    regions: regions
                )
            }
        var resources: [DescribedResource] = []
        for scope in scopes {
            for region in places { resources += uncounted(scope: scope.id, region: region) }
        }
        for number in 0..<size.resources {
            let scope = scopes[number % scopes.count].id
            let region = places[number / scopes.count % places.count]
            // Each region gets its cluster first, so that services have one.
            let isFirst = number < scopes.count * places.count
            let type = isFirst ? "ecs:cluster" : type()
            resources.append(resource(type, number: number, scope: scope, region: region))
        }
        return DescribedEstate(scopes: scopes, resources: resources)
    }

    private mutating func type() -> String {
        var point = random.below(100)
        for (type, share) in Self.shares {
            if point < share { return type }
            point -= share
        }
        return "ec2:instance"
    }

    private mutating func resource(
        _ type: String,
        number: Int,
        scope: String,
        region: String
    ) -> DescribedResource {
        let tags = TagInvention.tags(number: number, &random)
        var resource = DescribedResource(
            cloud: "aws",
            scope: scope,
            region: region,
            type: type,
            id: id(type, number),
            created: 1_600_000_000 + Int64(random.below(150_000_000)),
            tags: tags,
            wasEverTagged: !tags.isEmpty || random.below(4) == 0
        )
        switch type {
        case "ec2:instance":
            resource.state =
                ["running", "running", "running", "stopped", "pending", "stopping"][Int(random.below(6))]
            resource.attributes["reservation"] = .string("r-\(padded(number / 3, 17))")
        case "ec2:volume": resource.state = random.below(3) == 0 ? "available" : "in-use"
        case "ecs:service":
            resource.attributes["cluster"] = .string(firstCluster(scope: scope, region: region))
        default: break
        }
        return resource
    }

    private func firstCluster(scope: String, region: String) -> String {
        let scopeNumber = Int((Int64(scope) ?? 0) - 111_122_223_333)
        let regionNumber = Self.regionNames.firstIndex(of: region) ?? 0
        return id("ecs:cluster", regionNumber * size.scopes + scopeNumber)
    }

    private func id(_ type: String, _ number: Int) -> String {
        switch type {
        case "ec2:instance": "i-\(padded(number, 17))"
        case "ec2:volume": "vol-\(padded(number, 17))"
        case "ec2:snapshot": "snap-\(padded(number, 17))"
        default: "\(type.split(separator: ":").last ?? "thing")-\(padded(number, 6))"
        }
    }

    private func uncounted(scope: String, region: String) -> [DescribedResource] {
        (0..<3)
            .flatMap { number -> [DescribedResource] in
                let serial = String(number) + padded(Int(scope.suffix(4)) ?? 0, 12) + region.suffix(1)
                return [
                    DescribedResource(
                        cloud: "aws",
                        scope: scope,
                        region: region,
                        type: "ec2:instance",
                        id: "i-dead\(serial)",
                        state: number == 0 ? "shutting-down" : "terminated",
                        tags: [DescribedTag("Name", "gone")]
                    ),
                    DescribedResource(
                        cloud: "aws",
                        scope: scope,
                        region: region,
                        type: "ec2:snapshot",
                        id: "snap-feed\(serial)",
                        attributes: ["owner": "999988887777"]
                    ),
                ]
            }
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
