// SPDX-License-Identifier: Apache-2.0

import HostLoader
import Inventory
import JSONCodec
import Testing

@Suite struct GoodPluginTests {
    @Test func `a good plugin brings its tools and its provider`() async throws {
        try await TestHost.with { host in
            let registry = host.registry
            #expect(registry.diagnostics == [])
            #expect(registry.plugins.map(\.id) == ["good"])
            #expect(registry.tools.map(\.name) == ["echo", "progress", "slow", "emits", "more", "rename"])
            let description = try #require(registry.providers.first).description
            #expect(description.cloud == "fixture")
            #expect(description.resourceTypes.map(\.type) == ["fix:thing"])
            #expect(description.filters.first?.means == .regions)
        }
    }

    @Test func `a tool gets its arguments and meta and answers`() async throws {
        try await TestHost.with { host in
            let echo = try #require(host.registry.tools.first { $0.name == "echo" })
            let result = try await echo.call(["text": "hé"], CallOptions(meta: ["caller": "test"]))
            #expect(result == ["arguments": ["text": "hé"], "meta": ["caller": "test"]])
        }
    }

    @Test func `an inventory hands over every row in order with flow control`() async throws {
        try await TestHost.with { host in
            let provider = try #require(host.registry.providers.first)
            var resources: [Resource] = []
            var coverage: [CoverageOutcome] = []
            let result = try await provider.inventory(["batches": 20, "rows": 50]) { event in
                switch event {
                case .resources(let rows): resources += rows
                case .coverage(_, let outcome): coverage.append(outcome)
                case .diagnostic, .progress: break
                }
            }
            #expect(result["requests"] == 1000)
            #expect(resources.map(\.id) == (0..<1000).map { "fix:thing/\($0)" })
            #expect(coverage == [CoverageOutcome(.answered, resources: 1000)])
            #expect(resources[1].tags.map(\.key) == ["Team", "Owner", "empty"])
            #expect(resources[1].tags.map(\.value) == ["platform", "Zoë", ""])
            #expect(resources[5].tags == [])
            #expect(resources[1].created == 1)
            #expect(resources[2].created == nil)
            #expect(resources[2].name == "even")
            #expect(resources[1].name == nil)
            #expect(resources[4].region == "there")
        }
    }
}
