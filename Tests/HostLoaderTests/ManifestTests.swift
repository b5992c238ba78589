// SPDX-License-Identifier: Apache-2.0

import HostLoader
import JSONCodec
import Testing

@Suite struct ManifestTests {
    static let good: JSONObject = [
        "id": "aws", "version": "1.2.0-rc.1", "title": "Amazon Web Services",
        "abi": ["major": 1, "minor": 0],
        "library": "libAWSPlugin.so", "kinds": ["provider", "tool"],
        "permissions": [
            "hosts": ["*.amazonaws.com", "169.254.169.254"],
            "endpoints_from_environment": ["AWS_ENDPOINT_URL_*"],
            "environment": ["AWS_*"], "files": ["~/.aws/*"], "files_from_environment": ["AWS_CONFIG_FILE"],
            "processes": true, "secrets": [], "configuration": ["/"], "kv": true,
        ],
    ]

    @Test func `every member of a manifest is read`() throws {
        let manifest = try PluginManifest(
            parsing: JSONValue.object(Self.good).bytes(),
            path: "aws/plugin.json"
        )
        #expect(manifest.id == "aws")
        #expect(manifest.version == "1.2.0-rc.1")
        #expect(manifest.kinds == [.provider, .tool])
        #expect(manifest.library == "libAWSPlugin.so")
        #expect(manifest.permissions.hosts == ["*.amazonaws.com", "169.254.169.254"])
        #expect(manifest.permissions.endpointsFromEnvironment == ["AWS_ENDPOINT_URL_*"])
        #expect(manifest.permissions.filesFromEnvironment == ["AWS_CONFIG_FILE"])
        #expect(manifest.permissions.processes)
        #expect(manifest.permissions.keyValueStore)
    }

    /// A member's new value (nothing: taken out), and what has to be said about it.
    static let faults: [(member: String, value: JSONValue?, says: String)] = [
        ("id", nil, "/id: is missing"),
        ("id", "", "/id: has to be 1 to 63"),
        ("id", "Amazon", "/id: has to be 1 to 63"),
        ("id", "../aws", "/id: has to be 1 to 63"),
        ("id", ".aws", "/id: has to be 1 to 63"),
        ("id", .string(String(repeating: "a", count: 64)), "/id: has to be 1 to 63"),
        ("id", 7, "/id: has to be a text, not integer"),
        ("version", nil, "/version: is missing"),
        ("version", "1.2", "/version: has to be a semantic version"),
        ("version", "1.2.x", "/version: has to be a semantic version"),
        ("version", "1..2", "/version: has to be a semantic version"),
        ("title", ["a"], "/title: has to be a text, not array"),
        ("abi", nil, "/abi: has to be an object"),
        ("abi", ["major": 1], "/abi/minor: is missing"),
        ("abi", ["major": -1, "minor": 0], "/abi/major: has to be a whole number"),
        ("abi", ["major": 1.5, "minor": 0], "/abi/major: has to be a whole number"),
        ("abi", ["major": 1, "minor": 0, "patch": 2], "/abi/patch: is not known"),
        ("library", "", "/library: has to be a file name"),
        ("library", "a\0b", "/library: has to be a file name"),
        ("kinds", nil, "/kinds: is missing"),
        ("kinds", "tool", "/kinds: has to be a list"),
        ("kinds", ["tool", "toll"], "/kinds/1: names no kind"),
        ("permissions", [], "/permissions: has to be an object"),
        ("permissions", ["hosts": ["*"]], "/permissions/hosts/0: has to be a host name"),
        ("permissions", ["hosts": ["*.com"]], "/permissions/hosts/0: has to be a host name"),
        ("permissions", ["hosts": ["a.b", "https://a.b/"]], "/permissions/hosts/1: has to be a host name"),
        ("permissions", ["hosts": [1]], "/permissions/hosts/0: has to be a text"),
        ("permissions", ["kv": "yes"], "/permissions/kv: has to be true or false"),
        ("permissions", ["network": true], "/permissions/network: is not known"),
        ("premissions", [:], "/premissions: is not known"),
    ]

    @Test(arguments: faults)
    func `a fault of a manifest is told with its place`(
        member: String,
        value: JSONValue?,
        says: String
    ) throws {
        var manifest = Self.good
        manifest[member] = value
        let error = try #require(
            #expect(throws: LoadError.self) {
                try PluginManifest(parsing: JSONValue.object(manifest).bytes(), path: "aws/plugin.json")
            }
        )
        #expect(error.diagnostics.count == 1, "\(error)")
        #expect(error.code == .manifestInvalid)
        #expect(error.message.contains(says), "\(error)")
    }

    @Test func `all faults are told at once`() throws {
        let text = #"{"id":"X","version":1,"abi":{},"kinds":["a","b"],"library":"l","title":"t","zeal":0}"#
        let error = try #require(
            #expect(throws: LoadError.self) {
                try PluginManifest(parsing: Array(text.utf8), path: "x/plugin.json")
            }
        )
        let wanted = ["/id", "/version", "/abi/major", "/abi/minor", "/kinds/0", "/kinds/1", "/zeal"]
        #expect(error.diagnostics.count == wanted.count)
        for pointer in wanted { #expect(error.message.contains("\(pointer): "), "\(pointer)") }
    }

    @Test func `members that a newer minor version adds are left alone`() throws {
        var manifest = Self.good
        manifest["abi"] = ["major": 1, "minor": 1]
        manifest["zeal"] = 1
        let read = try PluginManifest(parsing: JSONValue.object(manifest).bytes(), path: "aws/plugin.json")
        #expect(read.abiMinor == 1)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\u{FEFF}", #"{"id":"a","id":"b"}"#,
        String(repeating: "[", count: 100_000), String(repeating: " ", count: 300_000),
    ])
    func `what is no manifest at all is refused`(_ text: String) {
        #expect(throws: LoadError.self) {
            try PluginManifest(parsing: Array(text.utf8), path: "x/plugin.json")
        }
    }
}
