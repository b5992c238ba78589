// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct ServiceEndpointTests {
    private func url(_ call: ServiceCall, _ variables: [String: String] = [:]) throws -> String {
        let configuration = AWSProfileConfiguration(
            profileName: "default",
            shared: SharedConfiguration(),
            environment: FakeMachine(variables)
        )
        return try EndpointResolver(configuration).url(of: call)
    }

    private func ec2(_ region: String) -> ServiceCall {
        ServiceCall(.ec2, "DescribeRegions", region: region, .form([]))
    }

    @Test(arguments: [
        ("eu-west-1", "https://ec2.eu-west-1.amazonaws.com/"),
        ("cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn/"),
        ("us-gov-west-1", "https://ec2.us-gov-west-1.amazonaws.com/"),
    ])
    func `each partition has its domain`(region: String, expected: String) throws {
        #expect(try url(ec2(region)) == expected)
    }

    @Test(arguments: [
        (["AWS_ENDPOINT_URL": "http://127.0.0.1:5000/"], "http://127.0.0.1:5000/"),
        (
            ["AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_EC2": "http://localhost:2"],
            "http://localhost:2/"
        ),
        (["AWS_ENDPOINT_URL_S3": "http://localhost:2"], "https://ec2.eu-west-1.amazonaws.com/"),
        (
            ["AWS_ENDPOINT_URL": "http://localhost:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
            "https://ec2.eu-west-1.amazonaws.com/"
        ),
        (["AWS_USE_FIPS_ENDPOINT": "true"], "https://ec2-fips.eu-west-1.amazonaws.com/"),
        (["AWS_USE_DUALSTACK_ENDPOINT": "true"], "https://ec2.eu-west-1.api.aws/"),
    ])
    func `variables choose the endpoint as in botocore`(variables: [String: String], expected: String) throws
    {
        #expect(try url(ec2("eu-west-1"), variables) == expected)
    }

    @Test func `plain http beyond loopback is refused`() {
        #expect(throws: CredentialError.self) {
            try url(ec2("eu-west-1"), ["AWS_ENDPOINT_URL": "http://example.com"])
        }
    }

    @Test(arguments: [
        ("plain", [:], "https://plain.s3.eu-west-1.amazonaws.com/?tagging"),
        ("with.dots", [:], "https://s3.eu-west-1.amazonaws.com/with.dots?tagging"),
        ("plain", ["AWS_ENDPOINT_URL_S3": "http://localhost:9"], "http://localhost:9/plain?tagging"),
    ])
    func `a bucket is a host name where its certificate fits`(
        bucket: String,
        variables: [String: String],
        expected: String
    ) throws {
        let input = ServiceCall.Input.bucket(bucket, query: [(name: "tagging", value: "")])
        #expect(
            try url(ServiceCall(.s3, "GetBucketTagging", region: "eu-west-1", input), variables) == expected
        )
    }
}
