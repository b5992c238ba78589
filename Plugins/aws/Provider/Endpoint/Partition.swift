// SPDX-License-Identifier: Apache-2.0

/// One of AWS's separate worlds, with names and domains of its own.
struct Partition: Hashable, Sendable {
    /// Its name in ARNs.
    let name: String
    /// The domain of its endpoints.
    let domain: String
    /// The domain of its endpoints that speak IPv6 too.
    let dualStackDomain: String

    /// The partition of a region (botocore's partitions.json).
    init(region: String) {
        let known = Self.table.first { region.hasPrefix($0.prefix) }
        self = known?.partition ?? Self.commercial
    }

    private init(_ name: String, _ domain: String, _ dualStackDomain: String) {
        self.name = name
        self.domain = domain
        self.dualStackDomain = dualStackDomain
    }

    static let commercial = Partition("aws", "amazonaws.com", "api.aws")

    private static let table: [(prefix: String, partition: Partition)] = [
        ("cn-", Partition("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn")),
        ("us-gov-", Partition("aws-us-gov", "amazonaws.com", "api.aws")),
        ("us-isob-", Partition("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud")),
        ("us-isof-", Partition("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov")),
        ("us-iso-", Partition("aws-iso", "c2s.ic.gov", "api.aws.ic.gov")),
        ("eu-isoe-", Partition("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk")),
        ("eusc-", Partition("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu")),
    ]
}
