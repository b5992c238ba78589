// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostLoader
import JSONCodec
import Testing

@Suite struct DiscoveryTests {
    @Test func `folders are searched in the order of the search path`() throws {
        let root = try PluginFolder.temporary()
        defer { PluginFolder.remove(root) }
        let places = [
            "flag/b", "flag/a", "path1/c", "path2/d", "bin/plugins/e", "lib/tagwarden/plugins/f",
            "home/.local/share/tagwarden/plugins/g",
        ]
        for place in places {
            try PluginFolder.writeManifest(id: "x", in: root.appending(path: place))
        }
        try FileManager.default.createDirectory(
            at: root.appending(path: "flag/no-plugin"),
            withIntermediateDirectories: true
        )
        var options = LoaderOptions()
        options.pluginFolders = ["\(root.path)/flag", "\(root.path)/missing"]
        options.pluginPath = "\(root.path)/path1::\(root.path)/path2:"
        options.executable = "\(root.path)/bin/tagwarden"
        options.home = "\(root.path)/home"
        let found = PluginHost.inspectAll(options).map { String($0.folder.dropFirst(root.path.count + 1)) }
        #expect(found == ["flag/a", "flag/b"] + places.dropFirst(2))
    }

    @Test func `a plugin's own folder may stand in the search path`() throws {
        let root = try PluginFolder.temporary()
        defer { PluginFolder.remove(root) }
        try PluginFolder.write("plain", in: root)
        var options = LoaderOptions()
        options.pluginFolders = ["\(root.path)/plain"]
        let inspected = PluginHost.inspectAll(options)
        #expect(try inspected.map { try $0.1.get().manifest.id } == ["plain"])
    }

    @Test func `a plugin is inspected without running its code`() throws {
        let root = try PluginFolder.temporary()
        defer { PluginFolder.remove(root) }
        // Its `create` would never return.
        try PluginFolder.write("create-hangs", in: root)
        let inspection = try PluginHost.inspect(folder: "\(root.path)/create-hangs")
        #expect(inspection.manifest.id == "create-hangs")
        #expect("\(inspection.abi)" == "1.0")
        #expect(inspection.library.hasSuffix("/create-hangs/plugin.so"))
        #expect(inspection.warnings == [])
    }

    @Test func `a folder that everyone can write to is a warning`() async throws {
        try await TestHost.with(
            ["plain"],
            prepare: { folder in
                let path = folder.appending(path: "plain").path
                try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
            }
        ) { host in
            #expect(host.registry.plugins.map(\.id) == ["plain"])
            let diagnostic = try #require(host.registry.diagnostics.first)
            #expect(diagnostic.code == .writableByOthers)
            #expect(diagnostic.severity == .warning)
        }
    }

    @Test func `a damaged library never harms the host that inspects it`() throws {
        let root = try PluginFolder.temporary()
        defer { PluginFolder.remove(root) }
        try PluginFolder.writeManifest(id: "plain", in: root)
        let library = root.appending(path: "plugin.so")
        let whole = Array(try Data(contentsOf: FixtureLibrary.path(of: "plain")))
        var random = SplitMix(state: 20_261_121)
        var refused = 0
        for round in 0..<600 {
            var bytes = whole
            if round % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            // Half of the damage goes to the header and to the section table, where all offsets are.
            let table = max(0, bytes.count - 64 * 40)
            for _ in 0..<1 + round % 8 where !bytes.isEmpty {
                let place = [0..<min(64, bytes.count), table..<bytes.count, bytes.indices][round % 3]
                bytes[place.lowerBound + Int(random.next() % UInt64(max(1, place.count)))] =
                    [0, 0xFF, 0x7F, 0x80, UInt8(truncatingIfNeeded: random.next())][round % 5]
            }
            try Data(bytes).write(to: library)
            do {
                _ = try PluginHost.inspect(folder: root.path)
            } catch {
                refused += 1
                #expect(!error.message.isEmpty)
            }
        }
        #expect(refused > 100)
    }
}

/// The generator of Steele, Lea and Flood: the same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
