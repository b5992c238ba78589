// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialSTSTests {
    private static let role = "arn:aws:iam::111122223333:role/audit"
    private static let environment = [
        "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "SECRETKEY",
        "AWS_SESSION_TOKEN": "SESSIONTOKEN",
        "AWS_REGION": "eu-west-1",
    ]
    private static let session = HTTPResponse.text(
        200,
        CredentialServices.sessionXML(key: "ASIA", secret: "S2", token: "T2", end: "2026-07-21T12:00:00Z")
    )

    private static func failure(
        _ status: Int,
        _ code: String,
        _ message: String = "no",
        date: String? = nil
    ) -> HTTPResponse {
        .text(
            status,
            "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>1</RequestId></ErrorResponse>",
            headers: date.map { [("Date", $0)] } ?? []
        )
    }

    private func form(_ request: HTTPRequest) -> [String: String] {
        CredentialServices.form(String(decoding: request.body, as: UTF8.self))
    }

    @Test func `a role is taken on with everything that was asked for`() async throws {
        let network = FakeNetwork(replies: [Self.session])
        let provider = CredentialProvider(
            environment: FakeMachine(Self.environment, now: 1_784_627_998),
            transport: network
        )
        let found = try await provider.assumeRole(
            RoleAssumption(
                roleARN: Self.role,
                sessionName: "tagwarden",
                externalID: "x+y z",
                durationSeconds: 900
            )
        )
        #expect(found.accessKeyID == "ASIA")
        #expect(found.secretAccessKey == Secret("S2"))
        #expect(found.sessionToken == Secret("T2"))
        #expect(found.expiration == InstantText.iso8601("2026-07-21T12:00:00Z"))
        #expect(found.accountID == "123456789012")
        let request = try #require(network.requests.first)
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(request.timeout == .seconds(10))
        #expect(
            form(request) == [
                "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": Self.role,
                "RoleSessionName": "tagwarden", "ExternalId": "x+y z", "DurationSeconds": "900",
            ]
        )
        let authorization = HTTPResponse(status: 0, headers: request.headers).header("Authorization")
        #expect(authorization?.contains("AKID/20260721/eu-west-1/sts/aws4_request") == true)
    }

    @Test func `each wish is kept and asked once`() async throws {
        let network = FakeNetwork(replies: [Self.session])
        let provider = CredentialProvider(
            environment: FakeMachine(Self.environment, now: 1_784_627_998),
            transport: network
        )
        for _ in 0..<3 { _ = try await provider.assumeRole(RoleAssumption(roleARN: Self.role)) }
        #expect(network.requests.count == 1)
        _ = try await provider.assumeRole(RoleAssumption(roleARN: Self.role, externalID: "other"))
        #expect(network.requests.count == 2)
    }

    @Test func `a session without a name is named after the time`() async throws {
        let network = FakeNetwork(replies: [Self.session])
        let provider = CredentialProvider(
            environment: FakeMachine(Self.environment, now: 1_784_627_998),
            transport: network
        )
        _ = try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        #expect(form(network.requests[0])["RoleSessionName"] == "tagwarden-session-1784627998")
    }

    @Test func `a clock that is wrong is corrected and the request signed anew`() async throws {
        let network = FakeNetwork(replies: [
            Self.failure(403, "RequestTimeTooSkewed", date: "Tue, 21 Jul 2026 09:59:58 GMT"), Self.session,
        ])
        let provider = CredentialProvider(
            environment: FakeMachine(Self.environment, now: 1_784_627_998 - 7200),
            transport: network
        )
        _ = try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        let dates = network.requests.map { HTTPResponse(status: 0, headers: $0.headers).header("X-Amz-Date") }
        #expect(dates == ["20260721T075958Z", "20260721T095958Z"])
        #expect(provider.clockSkew.seconds == 7200)
    }

    @Test func `a server that overloads is asked again after a pause, three times in all`() async throws {
        let network = FakeNetwork(replies: [.text(503, ""), .text(500, ""), Self.session])
        let machine = FakeMachine(Self.environment)
        let provider = CredentialProvider(environment: machine, transport: network)
        _ = try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        #expect(network.requests.count == 3)
        #expect(machine.slept == [.milliseconds(200), .milliseconds(400)])
    }

    @Test(arguments: [
        ("AccessDenied", 403, CredentialError.Code.refused, "trust policy"),
        ("InvalidClientTokenId", 403, .refused, "access key"),
        ("ExpiredToken", 400, .refused, "Renew"),
        ("RegionDisabledException", 403, .refused, "AWS_REGION"),
        ("InternalFailure", 500, .sourceFailed, "try again"),
    ])
    func `a refusal says what to do`(
        _ name: String,
        _ status: Int,
        _ code: CredentialError.Code,
        _ advice: String
    ) async throws {
        let network = FakeNetwork(replies: [Self.failure(status, name, "the words")])
        let provider = CredentialProvider(environment: FakeMachine(Self.environment), transport: network)
        let error = await #expect(throws: CredentialError.self) {
            try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        }
        #expect(error?.code == code)
        for part in [name, "the words", Self.role, advice] {
            #expect(error?.message.contains(part) == true, "\(part): \(error?.message ?? "")")
        }
    }

    @Test(arguments: [
        "", "<", "<a>", "{}", "<AssumeRoleResponse/>",
        "<AssumeRoleResponse><Credentials><AccessKeyId>A</AccessKeyId></Credentials></AssumeRoleResponse>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>",
        CredentialServices.sessionXML(key: "", end: "2099-01-01T00:00:00Z"),
        CredentialServices.sessionXML(key: "A", end: "soon"),
    ])
    func `a reply that makes no sense is an error`(_ body: String) async throws {
        let provider = CredentialProvider(
            environment: FakeMachine(Self.environment),
            transport: FakeNetwork(replies: [.text(200, body)])
        )
        let error = await #expect(throws: CredentialError.self) {
            try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        }
        #expect(error?.code == .sourceFailed)
    }

    @Test(arguments: [
        (HTTPError.Code.timeout, 3, CredentialError.Code.sourceFailed), (.unreachable, 3, .sourceFailed),
        (.notGranted, 1, .sourceFailed), (.tooLarge, 1, .sourceFailed), (.cancelled, 1, .cancelled),
    ])
    func `only what may pass is tried again`(
        _ failure: HTTPError.Code,
        _ attempts: Int,
        _ code: CredentialError.Code
    ) async throws {
        let network = FakeNetwork { _ throws(HTTPError) in throw HTTPError(failure, "as the test wants") }
        let provider = CredentialProvider(environment: FakeMachine(Self.environment), transport: network)
        let error = await #expect(throws: CredentialError.self) {
            try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        }
        #expect(error?.code == code)
        #expect(network.requests.count == attempts)
    }

    @Test func `discarded credentials are fetched again`() async throws {
        let network = FakeNetwork(replies: [Self.session])
        let provider = CredentialProvider(
            environment: FakeMachine(Self.environment, now: 1_784_627_998),
            transport: network
        )
        let first = try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        await provider.discard(first)
        _ = try await provider.assumeRole(RoleAssumption(roleARN: Self.role))
        #expect(network.requests.count == 2)
    }
}
