// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostLoader
import JSONCodec
import PluginABI
import Synchronization
import Testing

@Suite struct LifeCycleTests {
    @Test func `an unloaded plugin is gone and can be loaded again`() async throws {
        try await TestHost.with { host in
            let echo = try host.tool("echo")
            let path = try #require(host.registry.plugins.first).path
            let first = try #require(host.registry.plugins.first).generation
            await host.unload(id: "good")
            #expect(host.registry.plugins.isEmpty)
            #expect(host.registry.tools.isEmpty)
            #expect(host.registry.providers.isEmpty)
            let error = try #require(await #expect(throws: PluginCallError.self) { try await echo.call([:]) })
            #expect(error.code == .unavailable)
            try await host.load(folder: path)
            #expect(try #require(host.registry.plugins.first).generation > first)
            #expect(try await host.tool("echo").call([:]) == ["arguments": [:], "meta": [:]])
        }
    }

    @Test func `a plugin is not loaded twice`() async throws {
        try await TestHost.with { host in
            let path = try #require(host.registry.plugins.first).path
            let error = try #require(
                await #expect(throws: LoadError.self) { try await host.load(folder: path) }
            )
            #expect(error.code == .shadowed)
            #expect(host.registry.tools.count == 6)
        }
    }

    @Test func `unloading cancels what does not end by itself`() async throws {
        try await TestHost.with { host in
            let slow = try host.tool("slow")
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task { () async throws(PluginCallError) -> JSONValue in
                try await slow.call([:]) { _ in start.finish() }
            }
            for await _ in started {}
            await host.unload(id: "good")
            let error = try #require(await #expect(throws: PluginCallError.self) { try await task.value })
            #expect(error.code == .cancelled)
            #expect(host.registry.diagnostics == [])
        }
    }

    @Test func `a plugin whose call hangs is taken out but not destroyed`() async throws {
        let services = CountingServices()
        try await TestHost.with(["misbehaving"], services: services) { host in
            let never = try host.tool("done_never")
            await #expect(throws: PluginCallError.self) { try await never.call([:], .soon) }
            await host.unload(id: "misbehaving")
            #expect(host.registry.plugins.isEmpty)
            #expect(await host.diagnostic("unload_timed_out").plugin == "misbehaving")
            #expect(services.released == [])
        }
    }

    @Test func `drain comes before destroy and then the services are told`() async throws {
        let services = CountingServices()
        try await TestHost.with(["draining"], services: services) { host in
            #expect(host.registry.diagnostics == [])
            await host.unload(id: "draining")
            #expect(services.written == ["drain", "destroy"])
            #expect(services.released == ["draining"])
        }
    }

    @Test func `a tool registered at run time appears and can go`() async throws {
        try await TestHost.with { host in
            let more = try host.tool("more")
            var changes = host.changes().makeAsyncIterator()
            #expect(try await more.call([:]) == ["added": true])
            #expect(await changes.next() == .tools)
            let later = try host.tool("added_later")
            #expect(try await later.call([:]) == ["later": true])
            #expect(try await more.call([:]) == ["added": false])
            #expect(!host.registry.tools.contains { $0.name == "added_later" })
            let error = try #require(
                await #expect(throws: PluginCallError.self) { try await later.call([:]) }
            )
            #expect(error.code == .notFound)
        }
    }

    @Test func `a description that changed is asked for again`() async throws {
        try await TestHost.with { host in
            #expect(host.registry.providers.first?.description.title == "Fixture cloud")
            var changes = host.changes().makeAsyncIterator()
            _ = try await host.tool("rename").call([:])
            #expect(await changes.next() == .providers)
            #expect(host.registry.providers.first?.description.title == "New name")
        }
    }

    @Test func `a library that was replaced is loaded anew`() async throws {
        try await TestHost.with { host in
            let folder = URL(filePath: try #require(host.registry.plugins.first).path)
            await host.unload(id: "good")
            let library = folder.appending(path: "plugin.so")
            var bytes = Array(try Data(contentsOf: library))
            let old = Array("Fixture cloud".utf8)
            for start in bytes.indices.dropLast(old.count) where bytes[start...].starts(with: old) {
                bytes.replaceSubrange(start..<start + old.count, with: "Another cloud".utf8)
            }
            // Written beside and renamed, as an installer does it: the old image is still mapped.
            try Data(bytes).write(to: library, options: .atomic)
            try await host.load(folder: folder.path)
            #expect(host.registry.providers.first?.description.title == "Another cloud")
        }
    }

    @Test func `changes end with the host`() async throws {
        var stream: AsyncStream<RegistryChange>?
        try await TestHost.with { host in stream = host.changes() }
        for await _ in try #require(stream) {}
    }

    // MARK: Crashes while loading

    @Test func `a plugin that ended the host twice while loading is skipped once`() async throws {
        let state = try PluginFolder.temporary()
        defer { PluginFolder.remove(state) }
        let mark = state.appending(path: "loading-good")
        try Data("!!".utf8).write(to: mark)
        try await TestHost.with(options: { $0.stateDirectory = state.path }) { host in
            #expect(host.registry.plugins.isEmpty)
            #expect(host.registry.diagnostics.map(\.code) == [.crashedLastTime])
        }
        try await TestHost.with(options: { $0.stateDirectory = state.path }) { host in
            #expect(host.registry.plugins.map(\.id) == ["good"])
            #expect(!FileManager.default.fileExists(atPath: mark.path))
        }
    }

    @Test func `a host that was stopped while loading a plugin loads it at the next start`() async throws {
        let state = try PluginFolder.temporary()
        defer { PluginFolder.remove(state) }
        let mark = state.appending(path: "loading-good")
        try Data("!".utf8).write(to: mark)
        try await TestHost.with(options: { $0.stateDirectory = state.path }) { host in
            #expect(host.registry.plugins.map(\.id) == ["good"])
            #expect(host.registry.diagnostics.isEmpty)
        }
        #expect(!FileManager.default.fileExists(atPath: mark.path))
    }

    @Test func `a host that is loading the same plugin now is no crash`() async throws {
        let state = try PluginFolder.temporary()
        defer { PluginFolder.remove(state) }
        let path = state.appending(path: "loading-good").path
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        try await TestHost.with(options: { $0.stateDirectory = state.path }) { host in
            #expect(host.registry.plugins.map(\.id) == ["good"])
        }
    }

    // MARK: Calls as services see them

    @Test func `a service is told once when a call has ended, and at once when it is over`() {
        let context = PluginContext(manifest: PluginManifest(id: "p"))
        let told = Mutex(0)
        context.callBegan(7)
        context.onCallEnd(7) { told.withLock { $0 += 1 } }
        #expect(told.withLock { $0 } == 0)
        context.callEnded(7)
        context.callEnded(7)
        #expect(told.withLock { $0 } == 1)
        context.onCallEnd(7) { told.withLock { $0 += 1 } }
        #expect(told.withLock { $0 } == 2)
        #expect(unsafe PluginContext.from(context.host) === context)
        #expect(!context.spawn {})
    }
}

/// Offers a log and remembers what it was told.
@safe
private final class CountingServices: ServiceSource {
    private let state = Mutex(State())
    // SAFETY: written once in init, never freed.
    nonisolated(unsafe) private let log: UnsafeMutablePointer<tw_log>  // constant once made

    private struct State {
        var released: [String] = []
        var written: [String: [String]] = [:]
    }

    private static let lines = Mutex<[UInt: [String]]>([:])

    init() {
        unsafe log = .allocate(capacity: 1)
        unsafe log.initialize(
            to: tw_log(
                struct_size: UInt32(MemoryLayout<tw_log>.size),
                reserved: 0,
                enabled: { _, _ in 1 },
                write: { host, _, message, _ in
                    let text = unsafe String(
                        decoding: UnsafeBufferPointer(start: message.ptr, count: message.len),
                        as: UTF8.self
                    )
                    let key = UInt(bitPattern: host)
                    CountingServices.lines.withLock { $0[key, default: []].append(text) }
                }
            )
        )
    }

    var released: [String] { state.withLock { $0.released } }
    var written: [String] { state.withLock { $0.written["draining"] ?? [] } }

    func service(_ id: String, for plugin: PluginContext) -> UnsafeRawPointer? {
        id == TW_SERVICE_LOG ? unsafe UnsafeRawPointer(log) : nil
    }

    func release(_ plugin: PluginContext) {
        let key = unsafe UInt(bitPattern: plugin.host)
        let lines = Self.lines.withLock { $0[key] ?? [] }
        state.withLock { state in
            state.released.append(plugin.id)
            state.written[plugin.id] = lines
        }
    }
}
