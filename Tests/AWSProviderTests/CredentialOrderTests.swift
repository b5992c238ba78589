// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialOrderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let variables: [String: String]
        let files: [String: String]
        let expected: JSONValue
        var testDescription: String { name }
    }

    static let corpus: [Case] = {
        do {
            return try #require(try CaseFile.json("credentials/cases.json")["cases"]?.array)
                .map {
                    Case(
                        name: try #require($0["name"]?.string),
                        variables: texts(try #require($0["environment"]?.object)),
                        files: texts(try #require($0["files"]?.object)),
                        expected: try #require($0["expected"])
                    )
                }
        } catch {
            Issue.record("credentials/cases.json cannot be read: \(error)")
            return []
        }
    }()

    /// What our errors are called where botocore raises one of its own.
    static let codes: [String: Set<CredentialError.Code>] = [
        "ProfileNotFound": [.profileNotFound],
        "PartialCredentialsError": [.incomplete, .invalidConfiguration],
        "ConfigParseError": [.malformedFile],
        "InfiniteLoopConfigError": [.loop],
        "InvalidConfigError": [.invalidConfiguration],
        "CredentialRetrievalError": [.sourceFailed],
        "FileNotFoundError": [.sourceFailed],
        "UnauthorizedSSOTokenError": [.loginRequired],
        "SSOTokenLoadError": [.loginRequired],
        "ValueError": [.invalidConfiguration],
    ]

    @Test(arguments: corpus)
    func `the source that wins is the one that wins in botocore`(_ example: Case) async throws {
        let machine = FakeMachine(
            example.variables,
            files: Dictionary(uniqueKeysWithValues: example.files.map { (Self.path($0.key), $0.value) }),
            process: Self.echo
        )
        let provider = CredentialProvider(
            environment: machine,
            transport: FakeNetwork { CredentialServices.answer($0) }
        )
        do throws(CredentialError) {
            let found = try await provider.credentials()
            #expect(found.accessKeyID == example.expected["access_key"]?.string)
        } catch {
            if let name = example.expected["error"]?.string {
                #expect(Self.codes[name]?.contains(error.code) == true, "\(name): \(error.code) \(error)")
            } else {
                #expect(example.expected["access_key"] == .null, "\(error)")
                #expect(error.code == .notFound, "\(error)")
            }
        }
    }

    @Test func `at least seventy situations are compared with botocore`() {
        #expect(Self.corpus.count >= 70)
    }

    /// The generator's {home} is what "~" stands for.
    private static func path(_ name: String) -> String {
        name.hasPrefix(".aws") ? "~/\(name)" : "/home/\(name)"
    }

    /// Fills the generator's placeholders.
    private static func texts(_ object: JSONObject) -> [String: String] {
        var result: [String: String] = [:]
        for member in object {
            result[member.name] = member.value.string?
                .replacing("{server}", with: "http://127.0.0.1:5000").replacing("{home}", with: "/home")
        }
        return result
    }

    /// The only program that the cases name.
    private static let echo: @Sendable (String) throws -> [UInt8] = { command in
        guard let words = ShellWords.split(command), words.count == 2, words[0] == "echo" else {
            throw FakeFailure()
        }
        return Array(words[1].utf8)
    }
}
