// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialSourceTests {
    private func failure(
        _ variables: [String: String] = [:],
        files: [String: String] = [:],
        unreadable: Set<String> = [],
        process: @escaping @Sendable (String) throws -> [UInt8] = { _ in throw FakeFailure() }
    ) async -> CredentialError? {
        let machine = FakeMachine(
            variables.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { $1 },
            files: files,
            unreadable: unreadable,
            now: 1_784_627_998,
            process: process
        )
        return await #expect(throws: CredentialError.self) {
            try await CredentialProvider(environment: machine, transport: FakeNetwork()).credentials()
        }
    }

    @Test func `an empty machine is told every source and what to do`() async throws {
        let error = try #require(await failure())
        #expect(error.code == .notFound)
        #expect(error.attempts.map(\.source) == CredentialChain.all.map(\.name))
        for source in CredentialChain.all { #expect(error.message.contains(source.name)) }
        for word in ["AWS_ACCESS_KEY_ID", "aws configure", "aws sso login", "AWS_PROFILE"] {
            #expect(error.message.contains(word))
        }
    }

    @Test func `a file that may not be read is named`() async throws {
        let error = try #require(await failure(unreadable: ["~/.aws/credentials"]))
        #expect(error.code == .notFound)
        #expect(error.message.contains("~/.aws/credentials could not be read: permission denied"))
    }

    @Test func `a role with a one-time code says how to go on`() async throws {
        let config = """
            [default]
            role_arn = arn:aws:iam::1:role/x
            source_profile = base
            mfa_serial = arn:aws:iam::1:mfa/anna
            [profile base]
            aws_access_key_id = A
            aws_secret_access_key = SECRETWORD
            """
        let error = try #require(await failure(files: ["~/.aws/config": config]))
        #expect(error.code == .mfaRequired)
        #expect(error.message.contains("arn:aws:iam::1:mfa/anna"))
        #expect(error.message.contains("export-credentials"))
    }

    @Test func `a circle is shown from end to end`() async throws {
        let config = ["a": "b", "b": "c", "c": "b"]
            .map {
                "[profile \($0.key)]\nrole_arn = arn:aws:iam::1:role/\($0.key)\nsource_profile = \($0.value)\n"
            }
        let error = try #require(
            await failure(["AWS_PROFILE": "a"], files: ["~/.aws/config": config.joined()])
        )
        #expect(error.code == .loop)
        #expect(error.message.contains("a → b → c → b"))
    }

    @Test func `a console login says how to go on`() async throws {
        let error = try #require(
            await failure(files: ["~/.aws/config": "[default]\nlogin_session = arn:aws:iam::1:user/a\n"])
        )
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains("export-credentials --profile default --format process"))
    }

    @Test(arguments: [
        (#"{"Version":2,"AccessKeyId":"A","SecretAccessKey":"SECRETWORD"}"#, "Version 1"),
        (#"{"AccessKeyId":"A","SecretAccessKey":"SECRETWORD"}"#, "Version 1"),
        (#"{"Version":1,"SecretAccessKey":"SECRETWORD"}"#, "AccessKeyId"),
        (#"{"Version":1,"AccessKeyId":"SECRETWORD"}"#, "SecretAccessKey"),
        (
            #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"SECRETWORD","Expiration":"soon"}"#,
            "Expiration"
        ),
        (
            #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"SECRETWORD","Expiration":"2020-01-01T00:00:00Z"}"#,
            "over"
        ),
        ("SECRETWORD", "not JSON"), ("[1]", "not an object"), ("", "not JSON"),
    ])
    func `a program that gives nonsense is an error that quotes nothing`(
        _ output: String,
        _ word: String
    ) async throws {
        let error = try #require(
            await failure(files: ["~/.aws/config": "[default]\ncredential_process = get-keys\n"]) { _ in
                Array(output.utf8)
            }
        )
        #expect(error.message.contains(word), "\(error)")
        #expect(!error.message.contains("SECRETWORD"))
    }

    @Test func `a program's credentials carry everything`() async throws {
        let output = #"""
            {"Version":1,"AccessKeyId":"A","SecretAccessKey":"S","SessionToken":"T","AccountId":"1",
             "Expiration":"2026-07-21T12:00:00Z","More":true}
            """#
        let machine = FakeMachine(
            files: ["~/.aws/config": "[default]\ncredential_process = \"/my tool\" --x\n"],
            now: 1_784_627_998,
            process: { $0 == "\"/my tool\" --x" ? Array(output.utf8) : [] }
        )
        let found = try await CredentialProvider(environment: machine, transport: FakeNetwork()).credentials()
        #expect(
            found
                == AWSCredentials(
                    accessKeyID: "A",
                    secretAccessKey: "S",
                    sessionToken: "T",
                    expiration: InstantText.iso8601("2026-07-21T12:00:00Z"),
                    accountID: "1",
                    source: "credential process"
                )
        )
    }

    @Test(arguments: [
        (["AWS_CREDENTIAL_EXPIRATION": "soon"], CredentialError.Code.invalidConfiguration),
        (["AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z"], .expired),
    ])
    func `an end in the environment is heeded`(
        _ variables: [String: String],
        _ code: CredentialError.Code
    ) async throws {
        let keys = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S"]
        let error = try #require(await failure(keys.merging(variables) { $1 }))
        #expect(error.code == code)
    }

    @Test func `nothing is read or sent before it is needed`() {
        let (machine, network) = (FakeMachine(), FakeNetwork())
        _ = CredentialProvider(environment: machine, transport: network)
        #expect(machine.reads.isEmpty)
        #expect(network.requests.isEmpty)
    }

    @Test func `keys that appear later are found`() async throws {
        let machine = FakeMachine(["AWS_EC2_METADATA_DISABLED": "true"])
        let provider = CredentialProvider(environment: machine, transport: FakeNetwork())
        _ = await #expect(throws: CredentialError.self) { try await provider.credentials() }
        machine.write("~/.aws/credentials", "[default]\naws_access_key_id = A\naws_secret_access_key = S\n")
        #expect(try await provider.credentials().accessKeyID == "A")
    }
}
