// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import JSONCodec
import Testing

@testable import tagwarden

struct SettingsTests {
    /// Runs a body with a settings file in a folder of its own.
    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "config.yaml")
        try Data(text.utf8).write(to: file)
        return try body(file.path)
    }

    @Test func `flags win over the environment, and the environment over the file`() throws {
        let file =
            "policy: from-file\nstate: from-file\nplugin_path: [from-file]\nallowed_regions: [eu-west-1]\n"
        let settings = try withFile(file) { path in
            try Settings(
                environment: [
                    "HOME": "/home/x", "TAGWARDEN_STATE_DIR": "from-env", "POLICY_PATH": "from-env",
                ],
                overrides: SettingsOverrides(config: path, policy: "from-flag")
            )
        }
        #expect(settings.policyPath == "from-flag")
        #expect(settings.stateDirectory == "from-env")
        #expect(settings.pluginDirectories == ["from-file"])
        #expect(settings.allowedRegions == ["eu-west-1"])
    }

    @Test func `without any source the defaults hold`() throws {
        let settings = try Settings(environment: ["HOME": "/home/x"], overrides: SettingsOverrides())
        #expect(settings.policyPath == nil)
        #expect(settings.stateDirectory == "/home/x/.local/state/tagwarden")
        #expect(settings.maximumAge == 3600)
    }

    @Test func `allowed regions are split at commas and trimmed`() throws {
        let settings = try Settings(
            environment: ["ALLOWED_REGIONS": " us-east-1 , eu-west-1,"],
            overrides: SettingsOverrides()
        )
        #expect(settings.allowedRegions == ["us-east-1", "eu-west-1"])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let file: String
        let part: String
        var testDescription: String { file }
    }

    @Test(arguments: [
        Refusal(file: "polcy: x", part: "Did you mean 'policy'?"),
        Refusal(file: "policy: 5", part: "policy must be a text"),
        Refusal(file: "max_age_seconds: -1", part: "at least 0"),
        Refusal(file: "log_level: loud", part: "the levels are trace"),
        Refusal(file: "- a", part: "the top level must be a mapping"),
        Refusal(file: "policy: [", part: "not valid YAML"),
        Refusal(file: "policy: a\npolicy: b", part: "appears twice"),
        Refusal(file: "plugins: []", part: "must be a mapping of plugin ids"),
        Refusal(file: "allowed_regions: {a: b}", part: "must be a list of texts"),
        Refusal(file: "max_age_seconds: .inf", part: "is not a number that JSON knows"),
    ])
    func `a wrong settings file is refused with its name and the fault`(_ refusal: Refusal) throws {
        let error = try withFile(refusal.file) { path in
            #expect(throws: UsageError.self) {
                try Settings(environment: [:], overrides: SettingsOverrides(config: path))
            }
        }
        #expect(error?.description.contains(refusal.part) == true, "\(String(describing: error))")
        #expect(error?.description.contains("config.yaml") == true)
    }

    @Test func `a settings file that was named and does not exist is refused`() {
        #expect(throws: UsageError.self) {
            try Settings(
                environment: ["TAGWARDEN_CONFIG": "/does/not/exist.yaml"],
                overrides: SettingsOverrides()
            )
        }
    }

    @Test func `aliases cannot grow a small file without bound`() throws {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...8 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: UsageError.self) { try YAMLReader.value(of: text, source: "bomb") }
    }
}
