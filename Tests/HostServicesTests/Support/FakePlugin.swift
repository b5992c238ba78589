// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import JSONCodec
import Logging
import PluginABI

/// A plugin that uses services through their C functions, as a real one does.
struct FakePlugin {
    let context: PluginContext
    let source: HostServiceSource

    init(
        id: String = "fake",
        environment: [String: String] = [:],
        homeDirectory: String = "/nonexistent",
        configuration: JSONValue = [:],
        certificateFile: String? = nil,
        extraHosts: [String] = [],
        keyValue: any KeyValueBacking = MemoryKeyValue(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        clock: any ServiceClock = SystemServiceClock(),
        http: HTTPLimits = HTTPLimits(),
        _ permissions: (inout PluginManifest.Permissions) -> Void = { _ in }
    ) {
        source = HostServiceSource(
            options: HostServiceOptions(
                environment: environment,
                homeDirectory: homeDirectory,
                configuration: configuration,
                certificateFile: certificateFile,
                extraHosts: [id: extraHosts],
                keyValue: keyValue,
                logger: logger,
                clock: clock,
                http: http
            )
        )
        context = Self.context(id, permissions)
    }

    private init(sibling: FakePlugin, id: String, _ permissions: (inout PluginManifest.Permissions) -> Void) {
        source = sibling.source
        context = Self.context(id, permissions)
    }

    private static func context(
        _ id: String,
        _ permissions: (inout PluginManifest.Permissions) -> Void
    ) -> PluginContext {
        var manifest = PluginManifest(id: id)
        permissions(&manifest.permissions)
        return PluginContext(manifest: manifest)
    }

    /// Another plugin of the same host.
    func sibling(
        id: String,
        _ permissions: (inout PluginManifest.Permissions) -> Void = { _ in }
    ) -> FakePlugin {
        FakePlugin(sibling: self, id: id, permissions)
    }

    /// A plugin that may talk to 127.0.0.1.
    static func onLoopback(
        environment: [String: String] = [:],
        http: HTTPLimits = HTTPLimits(),
        clock: any ServiceClock = SystemServiceClock()
    ) -> FakePlugin {
        FakePlugin(environment: environment, clock: clock, http: http) { $0.hosts = ["127.0.0.1"] }
    }

    /// Finds a service's functions.
    func service<Functions>(_ id: String, as type: Functions.Type = Functions.self) -> Functions? {
        // SAFETY: the source answers a pointer to the struct that belongs to the id.
        unsafe source.service(id, for: context)?.load(as: type)
    }
}

/// Lends a text.
@safe
func lend<Result>(_ text: String, _ body: (tw_bytes) throws -> Result) rethrows -> Result {
    let bytes = Array(text.utf8)
    // SAFETY: the array lives until `body` returns.
    return unsafe try bytes.withUnsafeBufferPointer {
        unsafe try body(tw_bytes(ptr: $0.baseAddress, len: $0.count))
    }
}

/// Copies and releases what a service moved.
func take(_ owned: tw_owned) -> String {
    // SAFETY: moved by the service; released once, here.
    let text = unsafe String(decoding: UnsafeBufferPointer(start: owned.ptr, count: owned.len), as: UTF8.self)
    unsafe owned.release?(owned.owner)
    return text
}
