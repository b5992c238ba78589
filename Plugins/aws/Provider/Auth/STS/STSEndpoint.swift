// SPDX-License-Identifier: Apache-2.0

/// Where STS is spoken to and how its requests are signed.
struct STSEndpoint: Hashable, Sendable {
    /// Base URL without a slash at its end.
    let url: String
    /// The signing region.
    let region: String

    /// Chooses the regional endpoint, which AWS recommends, unless a URL is configured.
    ///
    /// - Parameter configuration: the settings in force.
    /// - Throws: ``CredentialError/Code/invalidConfiguration`` for an unusable URL or region.
    init(_ configuration: AWSProfileConfiguration) throws(CredentialError) {
        let chosen = try HomeRegion.checked(configuration.region ?? "us-east-1")
        // botocore's name for the global endpoint, which signs for us-east-1.
        let isGlobal = chosen == "aws-global"
        region = isGlobal ? "us-east-1" : chosen
        if let override = try configuration.endpointURL(service: "sts") {
            url = override
        } else if isGlobal {
            url = "https://sts.amazonaws.com"
        } else {
            let usesFIPS = configuration.value(
                variable: "AWS_USE_FIPS_ENDPOINT",
                setting: "use_fips_endpoint"
            )
            let host = usesFIPS?.lowercased() == "true" ? "sts-fips" : "sts"
            url = "https://\(host).\(region).\(Partition(region: region).domain)"
        }
    }
}
