// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct ProfileEndpointTests {
    private static let config = """
        [default]
        region = eu-north-1
        services = dev
        endpoint_url = https://profile.example/
        [profile bare]
        [profile lost]
        services = nowhere
        [services dev]
        sts =
          endpoint_url = https://sts.example
        s3 =
          addressing_style = path
        """

    private func configuration(_ variables: [String: String] = [:]) async throws -> AWSProfileConfiguration {
        try await AWSProfileConfiguration.load(
            from: FakeMachine(variables, files: ["~/.aws/config": Self.config])
        )
    }

    @Test(arguments: [
        (
            ["AWS_ENDPOINT_URL_STS": "http://localhost:1", "AWS_ENDPOINT_URL": "http://localhost:2"], "sts",
            "http://localhost:1"
        ),
        (["AWS_ENDPOINT_URL": "http://localhost:2"], "sts", "http://localhost:2"),
        ([:], "sts", "https://sts.example"),
        ([:], "s3", "https://profile.example"),
        ([:], "ec2", "https://profile.example"),
        (
            ["AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API": "https://t.example//"],
            "resource_groups_tagging_api", "https://t.example"
        ),
        (["AWS_PROFILE": "bare"], "ec2", nil as String?),
        (
            ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE", "AWS_ENDPOINT_URL": "http://localhost:2"], "ec2",
            nil
        ),
    ])
    func `an endpoint is found in botocore's order`(
        _ variables: [String: String],
        _ service: String,
        _ url: String?
    ) async throws {
        #expect(try await configuration(variables).endpointURL(service: service) == url)
    }

    @Test(arguments: [
        "http://ec2.example", "ftp://localhost", "localhost:5000", "http://127.0.0.1.evil.example",
        "https://",
        "https://a.example/?x=y", "http://user:HIDDEN@evil.example",
    ])
    func `an endpoint that is neither https nor loopback is refused`(_ url: String) async throws {
        let configuration = try await configuration(["AWS_ENDPOINT_URL": url])
        let error = #expect(throws: CredentialError.self) { try configuration.endpointURL(service: "ec2") }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("AWS_ENDPOINT_URL") == true)
        #expect(error?.message.contains("HIDDEN") == false)
    }

    @Test func `a services section that does not exist is refused`() async throws {
        let configuration = try await configuration(["AWS_PROFILE": "lost"])
        let error = #expect(throws: CredentialError.self) { try configuration.endpointURL(service: "ec2") }
        #expect(error?.message.contains("[services nowhere]") == true)
    }

    @Test(arguments: [
        (["AWS_REGION": "a-1", "AWS_DEFAULT_REGION": "b-1"], "a-1", HomeRegion.Origin.configured),
        (["AWS_DEFAULT_REGION": "b-1"], "b-1", .configured),
        ([:], "eu-north-1", .configured),
        (["AWS_PROFILE": "bare"], "ap-south-2", .instance),
        (["AWS_PROFILE": "bare", "AWS_EC2_METADATA_DISABLED": "true"], "us-east-1", .assumed),
    ])
    func `the region is found in order`(
        _ variables: [String: String],
        _ name: String,
        _ origin: HomeRegion.Origin
    ) async throws {
        let network = FakeNetwork { request in
            request.method == "PUT" ? .text(200, "TOKEN") : .text(200, "ap-south-2")
        }
        let machine = FakeMachine(variables, files: ["~/.aws/config": Self.config])
        let region = try await CredentialProvider(environment: machine, transport: network).region()
        #expect(region == HomeRegion(name: name, origin: origin))
    }

    @Test(arguments: ["evil.example/", "EU-WEST-1", "a b", "eu_west", "x@y"])
    func `a region that is no name is refused before it becomes a host`(_ region: String) async throws {
        let provider = CredentialProvider(
            environment: FakeMachine(["AWS_REGION": region]),
            transport: FakeNetwork()
        )
        let error = await #expect(throws: CredentialError.self) { try await provider.region() }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: [
        ("eu-west-1", "https://sts.eu-west-1.amazonaws.com", "eu-west-1"),
        ("cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("us-isob-east-1", "https://sts.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"),
        ("aws-global", "https://sts.amazonaws.com", "us-east-1"),
    ])
    func `STS is asked in the region`(_ region: String, _ url: String, _ signing: String) async throws {
        let endpoint = try STSEndpoint(
            await AWSProfileConfiguration.load(from: FakeMachine(["AWS_REGION": region]))
        )
        #expect(endpoint.url == url)
        #expect(endpoint.region == signing)
    }

    @Test func `a profile that does not exist is named with those that do`() async throws {
        let error = await #expect(throws: CredentialError.self) {
            try await configuration(["AWS_PROFILE": "prod"])
        }
        #expect(error?.code == .profileNotFound)
        #expect(error?.message.contains("\"prod\"") == true)
        #expect(error?.message.contains("bare, default, lost") == true)
    }

    @Test func `the null device stands for no file and is not opened`() async throws {
        let machine = FakeMachine([
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ])
        _ = try await AWSProfileConfiguration.load(from: machine)
        #expect(machine.reads.isEmpty)
    }
}
