// SPDX-License-Identifier: Apache-2.0

import HostLoader
import JSONCodec
import Testing

/// A tool of the fixture `misbehaving`, how its call ends, and what is said about the plugin.
struct Misbehaviour: CustomTestStringConvertible, Sendable {
    let tool: String
    let error: PluginCallError.Code?
    let diagnostic: String?
    let says: String

    init(_ tool: String, _ error: PluginCallError.Code?, _ diagnostic: String?, _ says: String = "") {
        self.tool = tool
        self.error = error
        self.diagnostic = diagnostic
        self.says = says
    }

    var testDescription: String { tool }

    static let all: [Misbehaviour] = [
        .init("done_twice", nil, "done_twice"),
        .init("done_never", .deadlineExceeded, "call_abandoned", "did not end"),
        .init("garbage_result", .internal, "result_invalid", "not JSON"),
        .init("list_result", .internal, "result_invalid", "JSON array"),
        .init("empty_result", .internal, "result_invalid", "no result"),
        .init("binary_result", .internal, "result_invalid", "not JSON"),
        .init("huge_result", .internal, "result_invalid", "no result"),
        .init("null_result", .internal, "result_invalid", "no result"),
        .init("unknown_status", .unknown, "status_invalid", "did not say why"),
        .init("negative_status", .unknown, "status_invalid", "did not say why"),
        .init("invalid_argument", .invalidArgument, nil, "No such region."),
        .init("garbage_error", .unavailable, "result_invalid", "did not say why"),
        .init("wrong_error", .aborted, nil, "did not say why"),
        .init("silent_error", .notFound, nil, "did not say why"),
        .init("emit_after_done", nil, "emit_after_done"),
        .init("batch_after_done", nil, "emit_after_done"),
        .init("oversize_chunk", .internal, "chunk_invalid", "2097152 bytes"),
        .init("unknown_chunk", .internal, "chunk_invalid", "kind 77"),
        .init("null_chunk", .internal, "chunk_invalid", "chunk of 5 bytes"),
        .init("binary_chunk", .internal, "chunk_invalid", "not UTF-8"),
        .init("coverage_chunk", .internal, "chunk_invalid", "coverage"),
        .init("document_chunk", .internal, "chunk_invalid", "document"),
        .init("garbage_diagnostic", .internal, "chunk_invalid", "diagnostic is not JSON"),
        .init("broken_promise", .internal, "result_invalid", "breaks its schema: n:"),
        .init("batch_in_tool", .internal, "batch_invalid", "does not take"),
    ]
}

@Suite struct MisbehaviourTests {
    @Test(arguments: Misbehaviour.all)
    func `a call that breaks the rules fails alone and is told`(_ bad: Misbehaviour) async throws {
        try await TestHost.with(["good", "misbehaving"]) { host in
            let tool = try #require(host.registry.tools.first { $0.name == bad.tool })
            do throws(PluginCallError) {
                _ = try await tool.call(
                    [:],
                    CallOptions(deadline: bad.tool == "done_never" ? .milliseconds(20) : nil)
                )
                #expect(bad.error == nil)
            } catch {
                #expect(error.code == bad.error)
                #expect(error.pluginID == "misbehaving")
                #expect(error.message.contains(bad.says), "\(error.message)")
            }
            if let code = bad.diagnostic {
                let diagnostic = await host.diagnostic(code)
                #expect(diagnostic.plugin == "misbehaving")
            } else {
                #expect(host.registry.diagnostics == [])
            }
            let echo = try #require(host.registry.tools.first { $0.name == "echo" })
            #expect(try await echo.call([:]) == ["arguments": [:], "meta": [:]])
        }
    }

    @Test func `an error carries message, hint, wait and details`() async throws {
        try await TestHost.with(["misbehaving"]) { host in
            let tool = try #require(host.registry.tools.first { $0.name == "invalid_argument" })
            let error = try #require(await #expect(throws: PluginCallError.self) { try await tool.call([:]) })
            #expect(error.hint == "Use eu-west-1.")
            #expect(error.retryAfter == .milliseconds(1500))
            #expect(error.details == ["region": "x"])
            #expect(!error.retryable)
        }
    }

    @Test func `a late done is told and makes the plugin well again`() async throws {
        try await TestHost.with(["misbehaving"]) { host in
            let tools = host.registry.tools
            let late = try #require(tools.first { $0.name == "done_late" })
            let finish = try #require(tools.first { $0.name == "finish_late" })
            await #expect(throws: PluginCallError.self) { try await late.call([:], .soon) }
            _ = try await finish.call([:])
            #expect(await host.diagnostic("done_late").summary.contains("done_late"))
            #expect(host.registry.plugins.first?.isHealthy == true)
        }
    }

    @Test func `a plugin with three hanging calls gets no further ones until they end`() async throws {
        try await TestHost.with(["misbehaving"]) { host in
            let tools = host.registry.tools
            let late = try #require(tools.first { $0.name == "done_late" })
            let finish = try #require(tools.first { $0.name == "finish_late" })
            await withTaskGroup { group in
                for _ in 0..<3 {
                    group.addTask {
                        await #expect(throws: PluginCallError.self) { try await late.call([:], .soon) }
                    }
                }
            }
            #expect(await host.diagnostic("unhealthy").severity == .error)
            #expect(host.registry.plugins.first?.isHealthy == false)
            let error = try #require(
                await #expect(throws: PluginCallError.self) { try await finish.call([:]) }
            )
            #expect(error.code == .unavailable)
            #expect(error.message.contains("3 calls that hang"))
        }
    }

    @Test func `a plugin that ignores credit cannot fill the memory`() async throws {
        try await TestHost.with(["misbehaving"]) {
            $0.credits = 4
        } _: { host in
            let tool = try #require(host.registry.tools.first { $0.name == "flood" })
            var texts = 0
            let result = try await tool.call([:]) { progress in texts += progress.message == "x" ? 1 : 0 }
            let refused = try #require(result["refused"]?.integer)
            #expect(texts + Int(refused) == 10_000)
        }
    }

    @Test func `odd progress is left out and the rest grows`() async throws {
        try await TestHost.with(["misbehaving"]) { host in
            let tool = try #require(host.registry.tools.first { $0.name == "odd_progress" })
            var seen: [Double] = []
            _ = try await tool.call([:]) { seen.append($0.done) }
            #expect(seen.last == 2)
            #expect(seen.allSatisfy { $0 == 1 || $0 == 2 })
            #expect(seen == seen.sorted())
        }
    }

    @Test func `wrong calls of the host's functions are refused`() async throws {
        try await TestHost.with(["misbehaving"]) { host in
            let tool = try #require(host.registry.tools.first { $0.name == "odd_host_calls" })
            #expect(try await tool.call([:]) == ["wrong": 0])
        }
    }
}

extension CallOptions {
    /// A deadline that a hanging call reaches at once.
    static var soon: CallOptions { CallOptions(deadline: .milliseconds(20)) }
}

extension PluginHost {
    /// Waits for a diagnostic of that code.
    func diagnostic(_ code: String) async -> PluginDiagnostic {
        let changes = changes()
        if let found = registry.diagnostics.first(where: { $0.code.description == code }) { return found }
        for await _ in changes {
            if let found = registry.diagnostics.first(where: { $0.code.description == code }) { return found }
        }
        return PluginDiagnostic(.error, .init("never_told"), plugin: "", path: "", summary: "")
    }
}
