// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct ProfileFileCaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let content: [UInt8]
        let expected: JSONValue
        var testDescription: String { name }
    }

    static let corpus: [Case] = {
        do {
            return try #require(try CaseFile.json("shared-config/cases.json")["cases"]?.array)
                .map {
                    Case(
                        name: try #require($0["name"]?.string),
                        content: Array(try #require($0["content"]?.string).utf8),
                        expected: try #require($0["expected"])
                    )
                }
        } catch {
            Issue.record("shared-config/cases.json cannot be read: \(error)")
            return []
        }
    }()

    @Test(arguments: corpus)
    func `a shared file reads as botocore reads it`(_ example: Case) throws {
        let sections: [ConfigFileParser.Section]
        do {
            sections = try ConfigFileParser.parse(example.content)
        } catch {
            #expect(example.expected["error"]?.bool == true, "\(error)")
            return
        }
        #expect(example.expected["error"] == nil)
        let read = SharedConfiguration(config: sections)
        let raw = Dictionary(sections.map { ($0.name, $0.settings) }) { $1 }
        #expect(json(raw) == example.expected["sections"])
        #expect(json(read.configProfiles) == example.expected["profiles"])
        #expect(json(read.ssoSessions) == example.expected["sso_sessions"])
        #expect(json(read.services) == example.expected["services"])
    }

    @Test func `at least seventy files are compared with botocore`() {
        #expect(Self.corpus.count >= 70)
    }

    @Test func `a byte order mark is no part of the first section`() throws {
        let sections = try ConfigFileParser.parse([0xEF, 0xBB, 0xBF] + Array("[default]\na = b\n".utf8))
        #expect(sections.map(\.name) == ["default"])
    }

    @Test func `a file that is not UTF-8 is refused`() {
        #expect(throws: ConfigSyntaxError.self) { try ConfigFileParser.parse([0x5B, 0xFF, 0x5D]) }
    }

    @Test(arguments: [
        ("[default]\nregion = a\nSECRETWORD\n", "line 3"), ("x = SECRETWORD\n", "line 1"),
        ("[a]\n[b]\nx = 1\nx = SECRETWORD\n", "line 4"), ("[a]\ns3 =\n  SECRETWORD\n", "line 2"),
    ])
    func `an error names the line and quotes no value`(_ content: String, _ line: String) throws {
        let error = try #require(throws: ConfigSyntaxError.self) {
            try ConfigFileParser.parse(Array(content.utf8))
        }
        #expect(error.description.hasPrefix(line))
        #expect(!error.description.contains("SECRETWORD"))
    }

    private func json(_ sections: [String: ConfigSection]) -> JSONValue {
        .object(JSONObject(sections.map { ($0.key, json($0.value)) }))
    }

    private func json(_ section: ConfigSection) -> JSONValue {
        .object(
            JSONObject(
                section.values.map { name, value -> (String, JSONValue) in
                    switch value {
                    case .text(let text): (name, .string(text))
                    case .nested(let inner):
                        (name, .object(JSONObject(inner.map { ($0.key, .string($0.value)) })))
                    }
                }
            )
        )
    }
}
