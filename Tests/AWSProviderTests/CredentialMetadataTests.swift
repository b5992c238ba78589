// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialMetadataTests {
    private static let keys = #"""
        {"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"S","Token":"T","Expiration":"2026-07-21T12:00:00Z"}
        """#

    private func provider(
        _ variables: [String: String] = [:],
        files: [String: String] = [:],
        now: Double = 1_784_627_998,
        over network: FakeNetwork
    ) -> (CredentialProvider, FakeMachine) {
        let machine = FakeMachine(variables, files: files, now: now)
        return (CredentialProvider(environment: machine, transport: network), machine)
    }

    private func header(_ name: String, _ request: HTTPRequest) -> String? {
        HTTPResponse(status: 0, headers: request.headers).header(name)
    }

    // MARK: - Instances

    private static let instance: FakeNetwork.Rule = { request in
        if request.method == "PUT" { return .text(200, "SESSION") }
        return request.url.hasSuffix("/") ? .text(200, "role-1\n") : .text(200, keys)
    }

    @Test func `an instance is asked with a token, once and for a second at most`() async throws {
        let network = FakeNetwork(Self.instance)
        let found = try await provider(over: network).0.credentials()
        #expect(found.accessKeyID == "ASIA")
        #expect(found.expiration == InstantText.iso8601("2026-07-21T12:00:00Z"))
        #expect(network.requests.allSatisfy { $0.timeout == .seconds(1) })
        let gets = network.requests.filter { $0.method == "GET" }
        let root = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
        #expect(gets.map(\.url) == [root, root + "role-1"])
        #expect(gets.allSatisfy { header("x-aws-ec2-metadata-token", $0) == "SESSION" })
        let puts = network.requests.filter { $0.method == "PUT" }
        #expect(puts.allSatisfy { $0.url == "http://169.254.169.254/latest/api/token" })
        #expect(puts.allSatisfy { header("x-aws-ec2-metadata-token-ttl-seconds", $0) == "21600" })
    }

    @Test(arguments: [
        ([:], "http://169.254.169.254"),
        (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "http://[fd00:ec2::254]"),
        (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/"], "http://127.0.0.1:1338"),
    ])
    func `the service's address can be set`(_ variables: [String: String], _ base: String) async throws {
        let network = FakeNetwork(Self.instance)
        _ = try await provider(variables, over: network).0.credentials()
        #expect(network.requests.allSatisfy { $0.url.hasPrefix(base + "/latest/") })
    }

    @Test func `an address beyond this machine is refused`() async throws {
        let (provider, _) = provider(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://10.0.0.1"],
            over: FakeNetwork(Self.instance)
        )
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: [403, 404, 405, 400, 500])
    func `without a token nothing else is asked`(_ status: Int) async throws {
        let network = FakeNetwork { $0.method == "PUT" ? .text(status, "") : .text(200, Self.keys) }
        let error = await #expect(throws: CredentialError.self) {
            try await provider(over: network).0.credentials()
        }
        #expect(error?.code == .notFound)
        #expect(network.requests.map(\.method) == ["PUT"])
    }

    @Test(arguments: [(404, "ASIA"), (405, "ASIA"), (403, nil as String?)])
    func `version 1 is used where it is allowed by name and tokens are unknown`(
        _ status: Int,
        _ key: String?
    ) async throws {
        let network = FakeNetwork { request in
            if request.method == "PUT" { return .text(status, "") }
            return request.url.hasSuffix("/") ? .text(200, "role-1") : .text(200, Self.keys)
        }
        let (provider, _) = provider(["AWS_EC2_METADATA_V1_DISABLED": "false"], over: network)
        do throws(CredentialError) {
            #expect(try await provider.credentials().accessKeyID == key)
        } catch { #expect(key == nil) }
        #expect(network.requests.allSatisfy { header("x-aws-ec2-metadata-token", $0) == nil })
    }

    @Test func `a switched-off service is never asked`() async throws {
        let network = FakeNetwork(Self.instance)
        let (provider, _) = provider(["AWS_EC2_METADATA_DISABLED": "True"], over: network)
        _ = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(network.requests.isEmpty)
    }

    @Test(arguments: [
        #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"no"}"#, "not json", "[]", "{}",
    ])
    func `an instance without a usable role has no credentials`(_ reply: String) async throws {
        let network = FakeNetwork { request in
            if request.method == "PUT" { return .text(200, "SESSION") }
            return request.url.hasSuffix("/") ? .text(200, "role-1") : .text(200, reply)
        }
        let error = await #expect(throws: CredentialError.self) {
            try await provider(over: network).0.credentials()
        }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: ["../x", "a b", "<html>", "a\u{0}"])
    func `a role name that is none is not asked for`(_ name: String) async throws {
        let network = FakeNetwork { $0.method == "PUT" ? .text(200, "SESSION") : .text(200, name) }
        _ = await #expect(throws: CredentialError.self) { try await provider(over: network).0.credentials() }
        #expect(network.requests.count == 2)
    }

    @Test func `stale keys of an instance are used on for a while`() async throws {
        // 2026-07-21T12:30:00Z: half an hour after their end.
        let (provider, machine) = provider(now: 1_784_637_000, over: FakeNetwork(Self.instance))
        let found = try await provider.credentials()
        #expect(found.expiration == machine.now + 1200)
    }

    // MARK: - Containers

    private static let container: FakeNetwork.Rule = { _ in .text(200, keys) }

    @Test(arguments: [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x?id=1", "http://169.254.170.2/v2/x?id=1"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1", "http://169.254.170.23/v1"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://[fd00:ec2::23]/v1", "http://[fd00:ec2::23]/v1"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost:1/v1", "http://localhost:1/v1"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://keys.example/v1", "https://keys.example/v1"),
    ])
    func `a container's endpoint is asked`(_ variable: String, _ value: String, _ url: String) async throws {
        let network = FakeNetwork(Self.container)
        let found = try await provider([variable: value], over: network).0.credentials()
        #expect(found.source == "container")
        #expect(network.requests.map(\.url) == [url])
        #expect(network.requests[0].timeout == .seconds(2))
    }

    @Test(arguments: [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@evil.example/"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", ".evil.example/"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://evil.example/"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2.evil.example/"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2@evil.example/"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "file:///etc/passwd"),
    ])
    func `a container's endpoint elsewhere is refused`(_ variable: String, _ value: String) async throws {
        let network = FakeNetwork(Self.container)
        let error = await #expect(throws: CredentialError.self) {
            try await provider([variable: value], over: network).0.credentials()
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(network.requests.isEmpty)
    }

    @Test func `the token file of a container is read anew at each fetch`() async throws {
        let network = FakeNetwork(Self.container)
        let (provider, machine) = provider(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
            ],
            files: ["/token": "ONE"],
            over: network
        )
        await provider.discard(try await provider.credentials())
        machine.write("/token", "TWO")
        _ = try await provider.credentials()
        #expect(network.requests.map { header("Authorization", $0) } == ["ONE", "TWO"])
    }

    @Test(arguments: [["/token": "SECRETWORD\nX-Evil: 1"], [:]])
    func `a token file that is no header value is refused`(_ files: [String: String]) async throws {
        let network = FakeNetwork(Self.container)
        let (provider, _) = provider(
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
            ],
            files: files,
            over: network
        )
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(network.requests.isEmpty)
        #expect(error?.message.contains("SECRETWORD") == false)
    }

    @Test func `a container that fails is asked three times and ends the search`() async throws {
        let network = FakeNetwork(replies: [.text(500, "")])
        let (provider, machine) = provider(
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2"],
            over: network
        )
        let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        #expect(error?.code == .sourceFailed)
        #expect(network.requests.count == 3)
        #expect(machine.slept.count == 2)
    }
}
