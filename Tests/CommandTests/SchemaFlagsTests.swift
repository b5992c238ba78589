// SPDX-License-Identifier: Apache-2.0
import JSONCodec
import Testing

@testable import tagwarden

struct SchemaFlagsTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "resource_types": ["type": "array"],
            "regions": ["anyOf": [["type": "array"], ["type": "string"]]],
            "limit": ["type": "integer"],
            "threshold": ["type": "number"],
            "force_refresh": ["type": "boolean"],
            "severity": ["type": "string"],
            "filters": ["type": "object", "properties": ["regions": ["type": "array"]]],
        ],
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let words: [String]
        let expected: JSONObject
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(words: [], expected: [:]),
        Case(words: ["--severity", "all"], expected: ["severity": "all"]),
        Case(words: ["--severity=a=b"], expected: ["severity": "a=b"]),
        Case(
            words: ["--resource-types", "ec2:instance,s3:bucket"],
            expected: ["resource_types": ["ec2:instance", "s3:bucket"]]
        ),
        Case(
            words: ["--resource-types", "a", "--resource-types", "b"],
            expected: ["resource_types": ["a", "b"]]
        ),
        Case(words: ["--resource_types", #"["a,b"]"#], expected: ["resource_types": ["a,b"]]),
        Case(words: ["--limit", "5"], expected: ["limit": 5]),
        Case(words: ["--threshold", "2.5"], expected: ["threshold": 2.5]),
        Case(words: ["--force-refresh"], expected: ["force_refresh": true]),
        Case(words: ["--force-refresh", "--limit", "1"], expected: ["force_refresh": true, "limit": 1]),
        Case(words: ["--force-refresh", "false"], expected: ["force_refresh": false]),
        Case(words: ["--no-force-refresh"], expected: ["force_refresh": false]),
        Case(words: ["--filters.regions", "us-east-1"], expected: ["filters": ["regions": ["us-east-1"]]]),
        Case(words: ["--filters.resource-group", "web"], expected: ["filters": ["resource_group": "web"]]),
        Case(words: ["--filters", #"{"a":1}"#], expected: ["filters": ["a": 1]]),
        Case(words: ["--severity", "-x"], expected: ["severity": "-x"]),
    ])
    func `flags become arguments of the schema's kinds`(_ testCase: Case) throws {
        let arguments = try SchemaFlags(schema: Self.schema).arguments(from: testCase.words, over: [:])
        #expect(arguments == testCase.expected)
    }

    @Test func `flags replace what --json gave, member by member`() throws {
        let arguments = try SchemaFlags(schema: Self.schema)
            .arguments(
                from: ["--limit", "5", "--filters.regions", "b"],
                over: ["limit": 1, "severity": "all", "filters": ["x": 1]]
            )
        #expect(arguments == ["limit": 5, "severity": "all", "filters": ["x": 1, "regions": ["b"]]])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let words: [String]
        let part: String
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Refusal(words: ["ec2"], part: "'ec2' is not a flag"),
        Refusal(words: ["--limit", "many"], part: "--limit is 'many'; it takes a whole number"),
        Refusal(words: ["--limit"], part: "--limit needs a value"),
        Refusal(words: ["--force-refresh=maybe"], part: "true or false"),
        Refusal(words: ["--severty", "all"], part: "Did you mean --severity?"),
        Refusal(words: ["--no-limit"], part: "--no-limit is not an argument"),
        Refusal(words: ["--filters", "{"], part: "--filters is not valid JSON"),
        Refusal(words: ["--severity.x", "1"], part: "is not an argument"),
        Refusal(words: ["--"], part: "is not a flag"),
    ])
    func `a wrong flag is refused with what to write instead`(_ refusal: Refusal) {
        let error = #expect(throws: UsageError.self) {
            try SchemaFlags(schema: Self.schema).arguments(from: refusal.words, over: [:])
        }
        #expect(error?.description.contains(refusal.part) == true, "\(String(describing: error))")
    }
}
