// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialSecrecyTests {
    private static let word = "hush+Hush/HUSH="

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text + "\(value)" + String(reflecting: value) + String(describing: value)
    }

    @Test func `no description or reflection of credentials shows a secret`() {
        let keys = AWSCredentials(
            accessKeyID: "AKID",
            secretAccessKey: Self.word,
            sessionToken: Self.word,
            source: "test"
        )
        let text = dumped(keys)
        #expect(text.contains("AKID"))
        #expect(!text.contains(Self.word))
        #expect(!dumped([keys: Secret(Self.word)]).contains(Self.word))
        #expect(!dumped(Optional(Secret(Self.word)) as Any).contains(Self.word))
        #expect(Secret(Self.word).reveal() == Self.word)
    }

    @Test func `no description of a shared file shows a value`() throws {
        let file = Array("[default]\naws_secret_access_key = \(Self.word)\ns3 =\n  a = \(Self.word)\n".utf8)
        let shared = SharedConfiguration(config: try ConfigFileParser.parse(file))
        let text = dumped(shared)
        #expect(text.contains("aws_secret_access_key"))
        #expect(!text.contains(Self.word))
    }

    @Test func `no description of a single sign-on token shows it`() throws {
        let object: JSONObject = [
            "accessToken": .string(Self.word), "expiresAt": "2026-07-21T12:00:00Z", "clientId": "c",
            "clientSecret": .string(Self.word), "refreshToken": .string(Self.word),
            "registrationExpiresAt": "2026-10-01T00:00:00Z",
        ]
        let token = try #require(SingleSignOnToken(object))
        #expect(token.renewal != nil)
        #expect(!dumped(token).contains(Self.word))
    }

    /// What services say when they refuse, secrets of the request quoted.
    private static let refusal = """
        <ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>The Canonical String should have been
        'POST / x-amz-security-token:\(word)' with key \(word) and form WebIdentityToken=\(word)</Message></Error>
        </ErrorResponse>
        """

    private static let profiles = """
        [profile role]
        role_arn = arn:aws:iam::1:role/x
        source_profile = keys
        [profile keys]
        aws_access_key_id = AKID
        aws_secret_access_key = \(word)
        aws_session_token = \(word)
        [profile process]
        credential_process = tool --password \(word)
        [profile legacy]
        sso_start_url = https://x
        sso_region = eu-west-1
        sso_account_id = 1
        sso_role_name = r
        [profile half]
        aws_access_key_id = \(word)
        [profile web]
        role_arn = arn:aws:iam::1:role/x
        web_identity_token_file = /token
        """

    @Test(
        arguments: ["role", "process", "legacy", "half", "web", "nowhere", "container"],
        [200, 400, 401, 403, 500]
    )
    func `no error of any source quotes a secret`(_ profile: String, _ status: Int) async throws {
        var variables = [
            "AWS_PROFILE": profile, "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "eu-west-1",
        ]
        if profile == "container" {
            variables["AWS_PROFILE"] = nil
            variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/\(Self.word)"
            variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = Self.word
        }
        let machine = FakeMachine(
            variables,
            files: [
                "~/.aws/config": Self.profiles, "/token": Self.word,
                SingleSignOnToken.path(key: "https://x"):
                    #"{"accessToken":"\#(Self.word)","expiresAt":"2099-01-01T00:00:00Z"}"#,
            ],
            process: { _ in Array(#"{"Version":1,"SecretAccessKey":"\#(Self.word)"}"#.utf8) }
        )
        let network = FakeNetwork(replies: [.text(status, Self.refusal)])
        let error = await #expect(throws: CredentialError.self) {
            try await CredentialProvider(environment: machine, transport: network).credentials()
        }
        let text = dumped(try #require(error))
        #expect(!text.contains(Self.word), "\(text)")
    }

    @Test(arguments: [
        ("a \(word) b", "a <secret> b"), ("\(word)\(word)", "<secret><secret>"), ("line\n  two", "line two"),
        ("", ""), (String(repeating: "x", count: 400), String(repeating: "x", count: 300) + "..."),
    ])
    func `a remote party's words are made fit for a message`(_ words: String, _ shown: String) {
        #expect(SecretScrubber.scrub(words, hiding: [Self.word]) == shown)
    }
}
