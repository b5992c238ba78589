// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostLoader
import JSONCodec
import Logging
import Testing

/// A host over a folder of fixtures, shut down and removed after the test.
struct TestHost {
    let folder: URL
    let host: PluginHost

    /// Runs a test with the named fixtures loaded.
    static func with(
        _ fixtures: [String] = ["good"],
        services: any ServiceSource = NoServices(),
        options change: (inout LoaderOptions) -> Void = { _ in },
        prepare: (URL) throws -> Void = { _ in },
        _ body: (PluginHost) async throws -> Void
    ) async throws {
        let folder = try PluginFolder.temporary()
        defer { PluginFolder.remove(folder) }
        for fixture in fixtures { try PluginFolder.write(fixture, in: folder) }
        try prepare(folder)
        var options = LoaderOptions()
        options.pluginFolders = [folder.path]
        options.grace = .milliseconds(100)
        options.drainTimeout = .milliseconds(100)
        change(&options)
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let host = PluginHost(options: options, services: services, logger: logger)
        await host.loadAll()
        do {
            try await body(host)
        } catch {
            await host.shutdown(within: .milliseconds(100))
            throw error
        }
        await host.shutdown(within: .milliseconds(100))
    }
}

/// Offers nothing.
struct NoServices: ServiceSource {
    func service(_ id: String, for plugin: PluginContext) -> UnsafeRawPointer? { nil }
    func release(_ plugin: PluginContext) {}
}

extension PluginHost {
    /// The tool of that name, which has to be there.
    func tool(_ name: String) throws -> PluginTool {
        try #require(registry.tools.first { $0.name == name }, "no tool \(name)")
    }
}

/// Folders with plugins in them, as the search path finds them.
enum PluginFolder {
    static func temporary() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "tagwarden-test-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    static func remove(_ folder: URL) {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("Could not remove \(folder.path): \(error)")
        }
    }

    /// Writes the folder of a compiled fixture with a fitting plugin.json, which `change` may spoil.
    static func write(
        _ fixture: String,
        in parent: URL,
        as name: String? = nil,
        manifest change: (inout JSONObject) -> Void = { _ in }
    ) throws {
        let folder = parent.appending(path: name ?? fixture)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: FixtureLibrary.path(of: fixture),
            to: folder.appending(path: "plugin.so")
        )
        try writeManifest(id: fixture, in: folder, change)
    }

    static func writeManifest(
        id: String,
        in folder: URL,
        _ change: (inout JSONObject) -> Void = { _ in }
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var manifest: JSONObject = [
            "id": .string(id), "version": "1.0.0", "title": "Fixture",
            "abi": ["major": 1, "minor": 0], "library": "plugin.so", "kinds": ["tool"],
        ]
        change(&manifest)
        try Data(JSONValue.object(manifest).bytes()).write(to: folder.appending(path: "plugin.json"))
    }
}
