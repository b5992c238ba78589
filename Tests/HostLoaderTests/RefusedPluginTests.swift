// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostLoader
import JSONCodec
import Testing

/// A plugin that has to be refused, or a part of it, and what has to be said about it.
struct RefusedCase: CustomTestStringConvertible, Sendable {
    let fixture: String
    let code: String
    let says: String
    var isLoaded = false
    var write: @Sendable (URL) throws -> Void

    init(_ fixture: String, _ code: String, _ says: String, isLoaded: Bool = false) {
        self.init(fixture, code, says, isLoaded: isLoaded) { try PluginFolder.write(fixture, in: $0) }
    }

    init(
        _ fixture: String,
        _ code: String,
        _ says: String,
        isLoaded: Bool = false,
        _ write: @escaping @Sendable (URL) throws -> Void
    ) {
        self.fixture = fixture
        self.code = code
        self.says = says
        self.isLoaded = isLoaded
        self.write = write
    }

    var testDescription: String { fixture }

    static let all: [RefusedCase] = compiled + fromManifest + fromFile

    private static let compiled: [RefusedCase] = [
        .init("other-major", "abi_major_unsupported", "built for ABI 2"),
        .init("no-note", "note_missing", ".note.tagwarden"),
        .init("bad-note", "note_invalid", "note.h"),
        .init("note-mismatch", "descriptor_mismatch", "ABI version \"1.1\""),
        .init("no-entry", "entry_missing", "tagwarden_plugin_entry"),
        .init("refuses", "entry_refused", "the moon is full"),
        .init("wrong-magic", "descriptor_magic", "magic"),
        .init("short-struct", "descriptor_short", "48 bytes"),
        .init("null-create", "descriptor_incomplete", "`create`"),
        .init("null-id", "descriptor_mismatch", "id \"\""),
        .init("other-id", "descriptor_mismatch", "somebody-else"),
        .init("needs-service", "service_missing", "tagwarden.teleport/1"),
        .init("needs-worker", "needs_worker", "worker process"),
        .init("create-fails", "create_failed", "the licence has run out"),
        .init("create-hangs", "create_timed_out", "`create`"),
        .init("unresolved", "link_failed", "nobody_has_this_function"),
        .init("bad-schema", "tool_invalid", "broken_schema", isLoaded: true),
        .init("bad-tool-name", "tool_invalid", "Not Well Named", isLoaded: true),
        .init("tool-taken", "tool_duplicate", "tool echo", isLoaded: true),
        .init("bad-describe", "description_invalid", "/resource_types/0/type", isLoaded: true),
        .init("rival", "cloud_duplicate", "the cloud fixture", isLoaded: true),
        .init("short-extension", "extension_incomplete", "generator", isLoaded: true),
    ]

    private static let fromManifest: [RefusedCase] = [
        .init("manifest-major", "abi_major_unsupported", "built for ABI 3") { folder in
            try PluginFolder.write("good", in: folder, as: "manifest-major") {
                $0["id"] = "manifest-major"
                $0["abi"] = ["major": 3, "minor": 0]
            }
        },
        .init("manifest-minor", "abi_mismatch", "says ABI 1.7") { folder in
            try PluginFolder.write("good", in: folder, as: "manifest-minor") {
                $0["id"] = "manifest-minor"
                $0["abi"] = ["major": 1, "minor": 7]
            }
        },
        .init("manifest-version", "descriptor_mismatch", "version \"1.0.0\"") { folder in
            try PluginFolder.write("plain", in: folder, as: "manifest-version") { $0["version"] = "2.0.0" }
        },
        .init("no-library", "library_missing", "plugin.so") { folder in
            try PluginFolder.writeManifest(id: "no-library", in: folder.appending(path: "no-library"))
        },
        .init("outside", "library_outside_folder", "../good/plugin.so") { folder in
            try PluginFolder.writeManifest(id: "outside", in: folder.appending(path: "outside")) {
                $0["library"] = "../good/plugin.so"
            }
        },
        .init("absolute", "library_outside_folder", "/lib/plugin.so") { folder in
            try PluginFolder.writeManifest(id: "absolute", in: folder.appending(path: "absolute")) {
                $0["library"] = "/lib/plugin.so"
            }
        },
        .init("linked", "library_outside_folder", "links out of it") { folder in
            let place = folder.appending(path: "linked")
            try PluginFolder.writeManifest(id: "linked", in: place)
            try FileManager.default.createSymbolicLink(
                at: place.appending(path: "plugin.so"),
                withDestinationURL: folder.appending(path: "good/plugin.so")
            )
        },
        .init("folder-library", "library_unreadable", "not a regular file") { folder in
            let place = folder.appending(path: "folder-library")
            try PluginFolder.writeManifest(id: "folder-library", in: place)
            try FileManager.default.createDirectory(
                at: place.appending(path: "plugin.so"),
                withIntermediateDirectories: true
            )
        },
        .init("broken-json", "manifest_invalid", "line 1, column 8") { folder in
            let place = folder.appending(path: "broken-json")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data(#"{"id": }"#.utf8).write(to: place.appending(path: "plugin.json"))
        },
        .init("folder-manifest", "manifest_unreadable", "not a regular file") { folder in
            try FileManager.default.createDirectory(
                at: folder.appending(path: "folder-manifest/plugin.json"),
                withIntermediateDirectories: true
            )
        },
    ]

    private static let fromFile: [RefusedCase] = [
        .init("not-elf", "not_a_library", "not ELF") { folder in
            try PluginFolder.writeManifest(id: "not-elf", in: folder.appending(path: "not-elf"))
            let library = folder.appending(path: "not-elf/plugin.so")
            try Data("#!/bin/sh\nexit 0\n".utf8).write(to: library)
        },
        .init("empty-file", "not_a_library", "too short") { folder in
            try PluginFolder.writeManifest(id: "empty-file", in: folder.appending(path: "empty-file"))
            try Data().write(to: folder.appending(path: "empty-file/plugin.so"))
        },
        .init("truncated", "library_damaged", "ends early") { folder in
            try PluginFolder.writeManifest(id: "truncated", in: folder.appending(path: "truncated"))
            let whole = try Data(contentsOf: FixtureLibrary.path(of: "good"))
            try whole.prefix(whole.count / 2).write(to: folder.appending(path: "truncated/plugin.so"))
        },
        .init("twin", "shadowed", "comes first") { folder in
            try PluginFolder.write("good", in: folder, as: "twin")
        },
    ]
}

@Suite struct RefusedPluginTests {
    @Test(arguments: RefusedCase.all)
    func `a bad plugin gets a diagnostic of its own and the good one works`(_ bad: RefusedCase) async throws {
        try await TestHost.with(["good"]) {
            $0.createTimeout = .milliseconds(500)
        } prepare: {
            try bad.write($0)
        } _: { host in
            let registry = host.registry
            let diagnostics = registry.diagnostics.filter { $0.path.contains("/\(bad.fixture)") }
            #expect(diagnostics.map(\.code.description) == [bad.code])
            #expect(diagnostics.allSatisfy { ($0.summary + $0.detail).contains(bad.says) }, "\(diagnostics)")
            #expect(registry.diagnostics.count == 1, "\(registry.diagnostics)")
            #expect(registry.plugins.map(\.id) == (bad.isLoaded ? [bad.fixture, "good"].sorted() : ["good"]))
            let echo = try #require(registry.tools.first { $0.name == "echo" })
            #expect(try await echo.call([:]) == ["arguments": [:], "meta": [:]])
        }
    }

    @Test func `all bad plugins together leave the good one alone`() async throws {
        try await TestHost.with(["good"]) {
            $0.createTimeout = .milliseconds(500)
        } prepare: { folder in
            for bad in RefusedCase.all { try bad.write(folder) }
        } _: { host in
            let registry = host.registry
            #expect(registry.diagnostics.count == RefusedCase.all.count)
            #expect(registry.plugins.contains { $0.id == "good" })
            #expect(registry.providers.map(\.description.cloud) == ["fixture"])
        }
    }

    @Test func `a tool survives the malformed extension of its plugin`() async throws {
        try await TestHost.with(["bad-describe"]) { host in
            #expect(host.registry.providers.isEmpty)
            let survivor = try #require(host.registry.tools.first { $0.name == "survivor" })
            #expect(try await survivor.call([:]) == [:])
        }
    }

    @Test func `every fault of a description is told at once`() async throws {
        try await TestHost.with(["bad-describe"]) { host in
            let summary = try #require(host.registry.diagnostics.first).summary
            for pointer in ["/cloud", "/key_case", "/resource_types/0/type"] {
                #expect(summary.contains(pointer))
            }
        }
    }
}
