// SPDX-License-Identifier: Apache-2.0
import Inventory

/// Resources with the tags that real estates have: most right, some missing, some wrong.
enum SampleEstate {
    private static let types = ["ec2:instance", "rds:db", "s3:bucket", "lambda:function", "ec2:volume"]
    private static let costCenters = ["Engineering", "Marketing", "Sales", "Operations", "engineering"]
    private static let environments = ["production", "staging", "development", "Production", "prod"]

    /// Makes resources; the same ones every time.
    ///
    /// - Parameter count: how many.
    /// - Returns: resources.
    static func resources(count: Int) -> [Resource] {
        (0..<count)
            .map { number in
                let type = types[number % types.count]
                var tags = [Tag(key: "Name", value: "resource-\(number)")]
                if number % 7 != 0 { tags.append(Tag(key: "CostCenter", value: costCenters[number / 5 % 5])) }
                if number % 11 != 0 {
                    tags.append(Tag(key: "Owner", value: "team\(number % 40)@example.com"))
                }
                if number % 13 != 0 {
                    tags.append(Tag(key: "Environment", value: environments[number / 3 % 5]))
                }
                return Resource(
                    cloud: "aws",
                    id: "arn:aws:example:eu-west-1:111122223333:resource/\(number)",
                    resourceID: "r-\(number)",
                    type: type,
                    scope: "111122223333",
                    region: "eu-west-1",
                    tags: tags
                )
            }
    }
}
