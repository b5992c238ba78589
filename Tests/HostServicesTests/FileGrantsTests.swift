// SPDX-License-Identifier: Apache-2.0

import HostLoader
import Testing

@testable import HostServices

@Suite struct FileGrantsTests {
    private let grants: FileGrants

    init() {
        var permissions = PluginManifest.Permissions()
        permissions.files = [
            "~/.aws/*", "/etc/cloud/*.json", "/opt/*/key", "/exact", "relative", "/x/../etc/passwd",
        ]
        permissions.filesFromEnvironment = ["CONFIG_FILE", "UNSET", "NULL"]
        grants = FileGrants(
            permissions,
            environment: ["CONFIG_FILE": "~/elsewhere/config", "NULL": "/dev/null", "OTHER": "/other"],
            homeDirectory: "/home/user"
        )
    }

    @Test(arguments: [
        ("~/.aws/credentials", "/home/user/.aws/credentials"),
        ("/home/user/.aws/config", "/home/user/.aws/config"),
        ("/home/user//.aws/./config", "/home/user/.aws/config"),
        ("/etc/cloud/a.json", "/etc/cloud/a.json"),
        ("/opt/vendor/key", "/opt/vendor/key"),
        ("/exact", "/exact"),
        ("/home/user/elsewhere/config", "/home/user/elsewhere/config"),
        ("~/elsewhere/config", "/home/user/elsewhere/config"),
        ("/dev/null", "/dev/null"),
        ("~/.aws/*", "/home/user/.aws/*"),
    ])
    func `a granted path is made absolute`(path: String, expected: String) throws {
        #expect(try grants.path(path) == expected)
    }

    @Test(arguments: [
        "~/.aws", "~/.aws/sso/cache", "~/.awsx/config", "/root/.aws/config", "/etc/cloud/a.yaml",
        "/etc/cloud/.json/x",
        "/opt/key", "/opt/a/b/key", "/exact/more", "/exac", "/etc/passwd", "/other", "~/elsewhere", "~",
        "/home/user",
    ])
    func `any other path is refused`(path: String) throws {
        let refusal = try #require(throws: ServiceRefusal.self) { try grants.path(path) }
        #expect(refusal.code == .permissionDenied)
    }

    @Test(arguments: [
        "", "relative", "~user/x", "~/.aws/../.ssh/id_rsa", "/exact/..", "/exact/../exact", "/", "a\0b",
    ])
    func `a path that is relative or climbs is malformed`(path: String) throws {
        let refusal = try #require(throws: ServiceRefusal.self) { try grants.path(path) }
        #expect(refusal.code == .invalidArgument)
    }

    @Test(arguments: [
        ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "ab", false), ("*a*b*", "xaybz", true),
        ("*a*b*", "xbya", false), ("ab*ba", "aba", false), ("**", "x", true), ("*", "", false),
    ])
    func `a star stands for any run within a segment`(pattern: String, name: String, isCovered: Bool) {
        var permissions = PluginManifest.Permissions()
        permissions.files = ["/" + pattern]
        let grants = FileGrants(permissions, environment: [:], homeDirectory: "/")
        let isRefused: Bool
        do throws(ServiceRefusal) {
            _ = try grants.path("/" + name)
            isRefused = false
        } catch {
            isRefused = true
        }
        #expect(isRefused != isCovered)
    }
}

@Suite struct CommandWordsTests {
    /// What Python's `shlex.split` answers.
    @Test(arguments: [
        ("/bin/tool a b", ["/bin/tool", "a", "b"]), ("  tool\t\na  ", ["tool", "a"]),
        (#"tool 'a b' "c d""#, ["tool", "a b", "c d"]), (#"tool a\ b"#, ["tool", "a b"]),
        (#"tool "a\"b\\c\$d""#, ["tool", #"a"b\c\$d"#]), (#"tool 'a\b'"#, ["tool", #"a\b"#]),
        (#"tool '' """#, ["tool", "", ""]), (#"tool a'b'"c"d"#, ["tool", "abcd"]),
        (
            "tool $HOME `id` ; rm | x > y && z # c",
            ["tool", "$HOME", "`id`", ";", "rm", "|", "x", ">", "y", "&&", "z", "#", "c"]
        ),
        (#"tool "a 'b' c" 'd "e" f'"#, ["tool", "a 'b' c", #"d "e" f"#]), (#"tool \"a"#, ["tool", #""a"#]),
    ])
    func `a line is split without a shell`(line: String, words: [String]) throws {
        #expect(try CommandWords(line).words == words)
    }

    @Test(arguments: ["", "   ", "''", "tool 'a", #"tool "a"#, #"tool a\"#, #"tool "a\"#])
    func `an empty or unclosed line is refused`(line: String) {
        #expect(throws: ServiceRefusal.self) { try CommandWords(line) }
    }
}
