// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialSignOnTests {
    private static let config = """
        [default]
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = Team Viewer
        [sso-session corp]
        sso_region = eu-central-1
        sso_start_url = https://corp.awsapps.com/start
        """
    /// SHA-1 of "corp".
    private static let cache = "~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    private static let role = #"""
        {"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":"S","sessionToken":"T","expiration":1784635200000}}
        """#

    private static func token(lasting end: String, renewable: Bool = true) -> String {
        let renewal =
            renewable
            ? #","refreshToken":"REFRESH","clientId":"CLIENT","clientSecret":"CLIENTSECRET","#
                + #""registrationExpiresAt":"2026-10-01T00:00:00Z""#
            : ""
        return #"{"accessToken":"LOGIN","expiresAt":"\#(end)"\#(renewal)}"#
    }

    private func provider(
        _ token: String?,
        _ network: FakeNetwork
    ) -> (CredentialProvider, FakeMachine) {
        var files = ["~/.aws/config": Self.config]
        files[SingleSignOnToken.path(key: "corp")] = token
        let machine = FakeMachine(["AWS_REGION": "eu-west-1"], files: files, now: 1_784_627_998)
        return (CredentialProvider(environment: machine, transport: network), machine)
    }

    private func bearer(_ request: HTTPRequest) -> String? {
        HTTPResponse(status: 0, headers: request.headers).header("x-amz-sso_bearer_token")
    }

    @Test func `the portal of the session's region gives the role`() async throws {
        let network = FakeNetwork(replies: [.text(200, Self.role)])
        let found = try await provider(Self.token(lasting: "2026-07-21T12:00:00Z"), network).0.credentials()
        #expect(found.accessKeyID == "ASIA")
        #expect(found.accountID == "111122223333")
        #expect(found.expiration == WallClock(secondsSince1970: 1_784_635_200))
        #expect(
            network.requests.map(\.url) == [
                "https://portal.sso.eu-central-1.amazonaws.com/federation/credentials"
                    + "?role_name=Team%20Viewer&account_id=111122223333"
            ]
        )
        #expect(network.requests.map(bearer) == ["LOGIN"])
    }

    @Test func `a token that is nearly over is renewed and kept`() async throws {
        let network = FakeNetwork { request in
            request.method == "POST"
                ? .text(200, #"{"accessToken":"FRESH","expiresIn":3600,"refreshToken":"NEXT"}"#)
                : .text(200, Self.role)
        }
        let (provider, _) = provider(Self.token(lasting: "2026-07-21T10:10:00Z"), network)
        await provider.discard(try await provider.credentials())
        _ = try await provider.credentials()
        #expect(network.requests.map(\.method) == ["POST", "GET", "GET"])
        #expect(network.requests.map(bearer) == [nil, "FRESH", "FRESH"])
        let request = network.requests[0]
        #expect(request.url == "https://oidc.eu-central-1.amazonaws.com/token")
        let body = try JSONValue(parsing: request.body)
        #expect(body["grantType"] == "refresh_token")
        #expect(body["clientId"] == "CLIENT")
        #expect(body["clientSecret"] == "CLIENTSECRET")
        #expect(body["refreshToken"] == "REFRESH")
    }

    @Test(arguments: [
        HTTPResponse.text(400, #"{"error":"invalid_grant"}"#), .text(200, "{}"), .text(200, "no json"),
        .text(503, ""),
    ])
    func `a renewal that fails leaves the present token in use`(_ reply: HTTPResponse) async throws {
        let network = FakeNetwork { $0.method == "POST" ? reply : .text(200, Self.role) }
        _ = try await provider(Self.token(lasting: "2026-07-21T10:10:00Z"), network).0.credentials()
        #expect(network.requests.last.map(bearer) == "LOGIN")
    }

    @Test(arguments: [
        (token(lasting: "2026-07-21T09:00:00Z", renewable: false), 200), (nil as String?, 200),
        (token(lasting: "2026-07-21T12:00:00Z"), 401), (#"{"startUrl":"x"}"#, 200),
        (token(lasting: "2026-07-21T09:00:00Z"), 401),
    ])
    func `a session that is over asks for a login`(_ token: String?, _ status: Int) async throws {
        let network = FakeNetwork { $0.method == "POST" ? .text(400, "{}") : .text(status, Self.role) }
        let error = await #expect(throws: CredentialError.self) {
            try await provider(token, network).0.credentials()
        }
        #expect(error?.code == .loginRequired)
        #expect(error?.message.contains("`aws sso login --profile default`") == true)
    }

    @Test func `a role that is not given is a refusal`() async throws {
        let network = FakeNetwork(replies: [.text(403, #"{"message":"No access"}"#)])
        let error = await #expect(throws: CredentialError.self) {
            try await provider(Self.token(lasting: "2026-07-21T12:00:00Z"), network).0.credentials()
        }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("Team Viewer") == true)
        #expect(error?.message.contains("111122223333") == true)
    }

    @Test func `a token's file is named after the session`() {
        // `printf corp | sha1sum`
        #expect(SingleSignOnToken.path(key: "corp") == Self.cache)
    }
}
