// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Synchronization
import Testing

@Suite struct CancellationTests {
    @Test func `cancelling a call ends the scan, and nothing half-written stays`() async throws {
        let cloud = FakeCloud(.init(resources: [thing("a"), thing("b", "disk", "south")]))
        let fixture = try EngineFixture([cloud])
        let started = AsyncStream.makeStream(of: Void.self)
        cloud.change {
            $0.afterCell = {
                started.continuation.yield(); try await Task.sleep(for: .seconds(3600))
            }
        }
        let task = Task { try await fixture.engine.checkCompliance(["resource_types": "vm"]) }
        var iterator = started.stream.makeAsyncIterator()
        await iterator.next()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await fixture.store.results(at: EngineFixture.noon).isEmpty)
        #expect(try await fixture.store.cells(of: "sky").map(\.cell) == [place("vm", "north")])
    }

    @Test func `a plugin that gives up without being told to is a failure and no cancellation`() async throws
    {
        let cloud = FakeCloud(.init(resources: [thing("a")]))
        cloud.change { $0.afterCell = { throw CancellationError() } }
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.status == .partial)
        #expect(report.json.at("data_quality", "cells", "failed") == 4)
    }

    @Test func `progress rises to the number of cells`() async throws {
        let heard = Mutex<[EngineProgress]>([])
        let context = CallContext(onProgress: { progress in heard.withLock { $0.append(progress) } })
        let cloud = FakeCloud(.init(resources: [thing("a")]))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance([:], context)
        let steps = heard.withLock { $0 }
        #expect(steps.map(\.done) == steps.map(\.done).sorted())
        #expect(steps.last?.done == 5)
        #expect(steps.last?.total == 5)
    }

    @Test func `deadline and context travel to the provider`() async throws {
        let cloud = SpyCloud()
        let fixture = try EngineFixture([])
        let engine = Engine(
            catalog: EngineFixture.Catalog(providers: [cloud]),
            store: fixture.store,
            policy: PolicySource(text: EngineFixture.policy),
            settings: EngineSettings(defaultCloud: "spy"),
            now: { EngineFixture.noon },
            logger: fixture.engine.logger
        )
        let context = CallContext(deadline: .seconds(5), meta: ["correlation_id": "x"])
        _ = try await engine.checkCompliance([:], context)
        let options = try #require(cloud.options)
        #expect(options.meta["correlation_id"] == "x")
        let deadline = try #require(options.deadline)
        #expect(deadline > .zero && deadline <= .seconds(5))
    }
}

/// A cloud that keeps the options of its last scan.
private final class SpyCloud: CloudProvider {
    let pluginID = "spy"
    let profile = CloudProfile(
        cloud: "spy",
        title: "Spy",
        resourceTypes: [.init(type: "vm", isRegional: false)],
        filters: [],
        idPrefixes: []
    )
    private let kept = Mutex<ProviderCallOptions?>(nil)
    var options: ProviderCallOptions? { kept.withLock { $0 } }

    func scopes(_ options: ProviderCallOptions) async throws -> JSONValue {
        ["scopes": [["id": "s", "status": "usable", "regions": []]], "regions_discovered": true]
    }

    func inventory(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue {
        kept.withLock { $0 = options }
        try await sink(.coverage(place("vm", "global", "s", "spy"), CoverageOutcome(.answered)))
        return [:]
    }

    func lookup(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue { [:] }
}
