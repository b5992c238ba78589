// SPDX-License-Identifier: Apache-2.0

import HostServer
import JSONCodec
import MCP
import Testing

@Suite(.timeLimit(.minutes(1))) struct StdioServerTests {
    @Test func `what was asked before the end of input is answered`() async throws {
        let (gate, began) = (Gate(), Gate())
        try await Loopback.run([Sample.echo, Sample.held(by: gate, began: began)]) { loop in
            loop.call(1, "held")
            await began.wait()
            for id in 2..<30 { loop.call(JSONValue(id), "echo") }
            await loop.endInput()
            var ids: Set<Int64> = []
            for _ in 2..<30 { ids.insert(try #require(try await loop.receive()["id"]?.integer)) }
            #expect(ids == Set(2..<30))
            gate.open()
            try await loop.expect { $0["id"] == 1 }
        }
    }

    @Test func `what is slow is cancelled after the end of input, and the server ends`() async throws {
        let (began, cancelled) = (Gate(), Gate())
        let tools = [Sample.endless(began: began, cancelled: cancelled)]
        try await Loopback.run(tools, grace: .zero) { loop in
            loop.call(1, "endless")
            await began.wait()
            await loop.endInput()
            await cancelled.wait()
        }
    }

    @Test func `open streams end with a result at the end of input`() async throws {
        try await Loopback.run { loop in
            loop.request("s", "subscriptions/listen", ["notifications": [:]])
            _ = try await loop.receive()
            await loop.endInput()
            let answer = try await loop.receive()
            #expect(answer["id"] == "s")
            #expect(answer["result"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "s")
        }
    }

    @Test func `a client that has died ends the server`() async throws {
        let (began, cancelled) = (Gate(), Gate())
        let tools = [Sample.echo, Sample.endless(began: began, cancelled: cancelled)]
        try await Loopback.run(tools, grace: .zero) { loop in
            loop.call(1, "endless")
            await began.wait()
            await loop.die()
            loop.call(2, "echo")
            await cancelled.wait()
        }
    }

    @Test func `a line beyond the limit is answered, and the next one is served`() async throws {
        var limits = SessionLimits()
        limits.frameSize = 2000
        try await Loopback.run(limits: limits) { loop in
            loop.send(line: String(repeating: "x", count: 100_000))
            try await loop.expect { $0["error"]?["code"] == -32600 }
            loop.call(1, "echo")
            try await loop.expect { $0["id"] == 1 }
        }
    }

    @Test func `a client that does not read holds the server back without losing anything`() async throws {
        try await Loopback.run { loop in
            let text = JSONValue.string(String(repeating: "x", count: 200_000))
            for id in 0..<60 { loop.call(JSONValue(id), "echo", ["text": text]) }
            for _ in 0..<60 { try await loop.expect { $0["result"]?["isError"] == false } }
        }
    }
}
