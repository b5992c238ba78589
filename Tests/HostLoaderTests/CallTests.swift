// SPDX-License-Identifier: Apache-2.0

import HostLoader
import JSONCodec
import Testing

@Suite struct CallTests {
    @Test func `cancelling the task cancels the call in the plugin`() async throws {
        try await TestHost.with { host in
            let slow = try host.tool("slow")
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task { () async throws(PluginCallError) -> JSONValue in
                try await slow.call([:]) { _ in start.finish() }
            }
            for await _ in started {}
            task.cancel()
            let error = try #require(await #expect(throws: PluginCallError.self) { try await task.value })
            #expect(error.code == .cancelled)
            #expect(host.registry.diagnostics == [])
        }
    }

    @Test func `a call of a cancelled task never reaches the plugin`() async throws {
        try await TestHost.with { host in
            let echo = try host.tool("slow")
            let task = Task { () async throws(PluginCallError) -> JSONValue in
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await echo.call([:])
            }
            let error = try #require(await #expect(throws: PluginCallError.self) { try await task.value })
            #expect(error.code == .cancelled)
        }
    }

    @Test func `a call past its deadline is expired and ends by itself`() async throws {
        try await TestHost.with { host in
            let slow = try host.tool("slow")
            let error = try #require(
                await #expect(throws: PluginCallError.self) { try await slow.call([:], .soon) }
            )
            #expect(error.code == .deadlineExceeded)
            #expect(error.retryable)
            #expect(host.registry.diagnostics == [])
        }
    }

    @Test func `arguments that break the schema never reach the plugin`() async throws {
        try await TestHost.with { host in
            let echo = try host.tool("echo")
            let error = try #require(
                await #expect(throws: PluginCallError.self) { try await echo.call(["text": 7]) }
            )
            #expect(error.code == .invalidArgument)
            #expect(error.message.contains("text"))
        }
    }

    @Test func `progress only grows`() async throws {
        try await TestHost.with { host in
            let progress = try host.tool("progress")
            var seen: [Double] = []
            _ = try await progress.call([:]) { seen.append($0.done) }
            #expect(seen.last == 3)
            #expect(seen == seen.sorted())
            #expect(!seen.contains(1.5))
        }
    }

    @Test func `an error of the sink ends the call and is its cause`() async throws {
        struct Full: Error {}
        try await TestHost.with { host in
            let provider = try #require(host.registry.providers.first)
            var events = 0
            let error = try #require(
                await #expect(throws: PluginCallError.self) {
                    try await provider.inventory(["batches": 1000, "rows": 10]) { _ in
                        events += 1
                        throw Full()
                    }
                }
            )
            #expect(error.code == .aborted)
            #expect(error.cause is Full)
            #expect(events == 1)
        }
    }

    @Test func `an error of the sink at the very last event still fails the call`() async throws {
        struct Full: Error {}
        try await TestHost.with { host in
            let provider = try #require(host.registry.providers.first)
            let error = try #require(
                await #expect(throws: PluginCallError.self) {
                    try await provider.inventory(["batches": 1, "rows": 1]) { event in
                        if case .coverage = event { throw Full() }
                    }
                }
            )
            #expect(error.cause is Full)
        }
    }

    @Test func `a slow reader holds the plugin back`() async throws {
        try await TestHost.with {
            $0.credits = 2
        } _: { host in
            let provider = try #require(host.registry.providers.first)
            var rows = 0
            var isAhead = false
            _ = try await provider.inventory(["batches": 100, "rows": 1]) { event in
                switch event {
                case .resources(let resources):
                    for _ in 0..<20 { await Task.yield() }
                    rows += resources.count
                // The plugin reports what it has handed over: two in the queue and one being read at most.
                case .progress(let done, _, _): isAhead = isAhead || done > Double(rows + 3)
                case .coverage, .diagnostic: break
                }
            }
            #expect(rows == 100)
            #expect(!isAhead)
        }
    }

    @Test func `a thousand calls at once all answer their own arguments`() async throws {
        try await TestHost.with { host in
            let echo = try host.tool("echo")
            try await withThrowingTaskGroup { group in
                for number in 0..<1000 {
                    group.addTask {
                        let result = try await echo.call(["text": .string("\(number)")])
                        return result["arguments"]?["text"]?.string == "\(number)"
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test func `a plugin that wants one call at a time gets one`() async throws {
        try await TestHost.with(["single"]) { host in
            let most = try await most(of: host.tool("single"), calls: 16)
            #expect(most == 1)
        }
    }

    @Test func `a tool runs as often at once as it says`() async throws {
        try await TestHost.with(["threads"]) { host in
            let most = try await most(of: host.tool("at_most_two"), calls: 32)
            #expect((1...2).contains(most))
        }
    }

    @Test func `blocking calls get as many threads as they need`() async throws {
        try await TestHost.with(["threads"]) { host in
            let together = try host.tool("all_together")
            try await withThrowingTaskGroup { group in
                for _ in 0..<24 { group.addTask { try await together.call([:]) } }
                for try await result in group { #expect(result == [:]) }
            }
        }
    }

    private func most(of tool: PluginTool, calls: Int) async throws -> Int64 {
        try await withThrowingTaskGroup { group in
            for _ in 0..<calls { group.addTask { try await tool.call([:])["most"]?.integer ?? 0 } }
            return try await group.reduce(0, max)
        }
    }
}
