// SPDX-License-Identifier: Apache-2.0

import HostServer
import JSONCodec
import MCP
import Testing

@Suite(.timeLimit(.minutes(1))) struct ServerConnectionTests {
    @Test func `a client is served in both eras on one connection`() async throws {
        try await Loopback.run { loop in
            loop.request("d", "server/discover")
            try await loop.expect { $0["result"]?["resultType"] == "complete" }
            let parameters: JSONValue = ["protocolVersion": "2025-11-25", "capabilities": [:]]
            loop.send(["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters])
            try await loop.expect { $0["result"]?["protocolVersion"] == "2025-11-25" }
            loop.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
            loop.send(["jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": ["name": "echo"]])
            let answer = try await loop.receive()
            #expect(answer["id"] == 2)
            #expect(answer["result"]?["structuredContent"] == ["echo": [:]])
            #expect(answer["result"]?["resultType"] == nil)
        }
    }

    @Test func `a result is there as data and as text, and links follow`() async throws {
        try await Loopback.run { loop in
            loop.call(1, "echo", ["a": [1, 2.5, "ü\u{2028}\n"]])
            let result = try await loop.receive()["result"]
            let mirror = try #require(result?["content"]?[0]?["text"]?.string)
            #expect(try JSONValue(parsing: mirror) == result?["structuredContent"])
            #expect(result?["content"]?[1] == ["type": "text", "text": "It echoed."])
            loop.call(2, "steps")
            let link = try await loop.receive()["result"]?["content"]?.array?.last
            #expect(link == ["type": "resource_link", "uri": "x:more", "name": "more"])
        }
    }

    @Test func `fifty calls at once are all answered`() async throws {
        try await Loopback.run { loop in
            for id in 0..<50 { loop.call(JSONValue(id), "echo", ["n": JSONValue(id)]) }
            var seen: Set<Int64> = []
            for _ in 0..<50 {
                let answer = try await loop.receive()
                let id = try #require(answer["id"]?.integer)
                #expect(answer["result"]?["structuredContent"]?["echo"]?["n"]?.integer == id)
                seen.insert(id)
            }
            #expect(seen.count == 50)
        }
    }

    @Test func `a megabyte of arguments comes through unharmed`() async throws {
        try await Loopback.run { loop in
            let text = JSONValue.string(String(repeating: "äb\u{1F600}\\\"\n", count: 100_000))
            loop.call(1, "echo", ["text": text])
            try await loop.expect { $0["result"]?["structuredContent"]?["echo"]?["text"] == text }
        }
    }

    @Test func `progress and log messages come in order and before the answer`() async throws {
        try await Loopback.run { loop in
            let meta: JSONObject = ["progressToken": "t", "io.modelcontextprotocol/logLevel": "info"]
            loop.call(1, "steps", meta: meta)
            for step in 0...100 {
                let frame = try await loop.receive()
                #expect(frame["method"] == "notifications/progress")
                #expect(frame["params"]?["progress"] == JSONValue(step))
                #expect(frame["params"]?["message"] == .string("step \(step), •••"))
            }
            try await loop.expect { $0["params"]?["data"] == ["left": 0, "message": "Nearly done."] }
            try await loop.expect { $0["id"] == 1 }
        }
    }

    @Test func `arguments that break the schema are told so that a model can mend them`() async throws {
        try await Loopback.run { loop in
            loop.call(1, "strict", ["filters": ["regions": 5], "filtres": [:]])
            let result = try await loop.receive()["result"]
            #expect(result?["isError"] == true)
            let text = try #require(result?["content"]?[0]?["text"]?.string)
            #expect(text.contains("filters.regions: must be an array of strings, got integer"))
            #expect(text.contains("did you mean \"filters\"?"))
            #expect(result?["structuredContent"] == nil)
            let details = result?["_meta"]?["io.tagwarden/error"]?["details"]?["violations"]
            #expect(details?[0]?["pointer"] == "/filters/regions")
        }
    }

    @Test func `data that break the output schema never reach the client`() async throws {
        try await Loopback.run { loop in
            loop.call(1, "broken")
            let result = try await loop.receive()["result"]
            #expect(result?["isError"] == true)
            #expect(result?["_meta"]?["io.tagwarden/error"]?["code"] == "internal")
        }
    }

    @Test func `secrets are taken out of errors`() async throws {
        try await Loopback.run { loop in
            loop.call(1, "failing")
            let result = try await loop.receive()["result"]
            #expect(
                result?["content"]?[0]?["text"]
                    == "access_denied: The password ••• was refused.\nDo not use •••."
            )
            #expect(result?.text().contains("hunter2") == false)
            #expect(result?["_meta"]?["io.tagwarden/error"]?["details"] == ["tried": ["•••", 1]])
            loop.request(2, "resources/read", ["uri": "x:locked"])
            let error = try await loop.receive()["error"]
            #expect(error?["code"] == -32603)
            #expect(error?["message"] == "x:locked needs •••.")
        }
    }

    @Test func `a tool with an invalid schema is not offered`() async throws {
        try await Loopback.run { loop in
            loop.request(1, "tools/list")
            let names = try await loop.receive()["result"]?["tools"]?.array?.compactMap { $0["name"]?.string }
            #expect(names == ["broken", "echo", "failing", "steps", "strict"])
            loop.call(2, "bad_schema")
            try await loop.expect { $0["error"]?["code"] == -32602 }
        }
    }

    @Test func `resources and prompts are served`() async throws {
        try await Loopback.run { loop in
            loop.request(1, "resources/list")
            try await loop.expect { $0["result"]?["resources"]?[0]?["uri"] == "x:more" }
            loop.request(2, "resources/read", ["uri": "x:more"])
            try await loop.expect { $0["result"]?["contents"]?[0]?["text"] == "more" }
            loop.request(3, "resources/read", ["uri": "x:none"])
            try await loop.expect { $0["error"]?["data"] == ["uri": "x:none"] }
            loop.request(4, "prompts/get", ["name": "review", "arguments": ["cloud": "all"]])
            try await loop.expect { $0["result"]?["messages"]?[0]?["content"]?["text"] == "Review all." }
            loop.request(
                5,
                "completion/complete",
                [
                    "ref": ["type": "ref/prompt", "name": "review"],
                    "argument": ["name": "cloud", "value": ""],
                ]
            )
            try await loop.expect { $0["result"]?["completion"]?["values"] == [] }
        }
    }

    @Test func `a cancelled call ends its tool and is not answered`() async throws {
        let (began, cancelled) = (Gate(), Gate())
        try await Loopback.run([Sample.echo, Sample.endless(began: began, cancelled: cancelled)]) { loop in
            loop.call("slow", "endless")
            await began.wait()
            loop.send([
                "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "slow"],
            ])
            await cancelled.wait()
            loop.call(2, "echo")
            try await loop.expect { $0["id"] == 2 }
        }
    }

    @Test func `a slow call does not hold up a fast one`() async throws {
        let (gate, began) = (Gate(), Gate())
        try await Loopback.run([Sample.echo, Sample.held(by: gate, began: began)]) { loop in
            loop.call(1, "held")
            await began.wait()
            loop.call(2, "echo")
            try await loop.expect { $0["id"] == 2 }
            gate.open()
            try await loop.expect { $0["id"] == 1 }
        }
    }

    @Test func `a change of the catalog is announced, and a new tool can be called`() async throws {
        try await Loopback.run([Sample.echo]) { loop in
            loop.request("s", "subscriptions/listen", ["notifications": ["toolsListChanged": true]])
            try await loop.expect { $0["method"] == "notifications/subscriptions/acknowledged" }
            loop.catalog.update(CatalogChange(tools: true)) { $0.tools.append(Sample.steps) }
            try await loop.expect { $0["method"] == "notifications/tools/list_changed" }
            loop.call(1, "steps")
            try await loop.expect { $0["result"]?["isError"] == false }
            loop.catalog.update(CatalogChange(tools: true)) {
                $0.tools.removeAll { $0.definition.name == "steps" }
            }
            try await loop.expect { $0["method"] == "notifications/tools/list_changed" }
            loop.call(2, "steps")
            try await loop.expect { $0["error"]?["code"] == -32602 }
        }
    }

    @Test func `a running call keeps the tool it began with`() async throws {
        let (gate, began) = (Gate(), Gate())
        try await Loopback.run([Sample.held(by: gate, began: began)]) { loop in
            loop.call(1, "held")
            await began.wait()
            loop.catalog.update(CatalogChange(tools: true)) { $0.tools = [] }
            gate.open()
            try await loop.expect { $0["result"]?["structuredContent"] == ["held": true] }
        }
    }
}
