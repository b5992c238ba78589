// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Testing

/// The inventory answers while it is fresh enough, and says how old it is.
@Suite struct FreshnessTests {
    private static let estate = [
        thing("a", tags: good), thing("b"), thing("c", "disk", "south"), thing("e", "bucket", "west"),
    ]

    @Test func `a fresh inventory answers without asking the cloud`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        let scanned = try await fixture.engine.checkCompliance([:])
        #expect(scanned.json.at("data_quality", "source") == "scan")
        #expect(scanned.json.at("data_quality", "age_seconds") == 0)
        fixture.clock.advance(600)
        let stored = try await fixture.engine.checkCompliance([:])
        #expect(stored.json.at("data_quality", "source") == "inventory")
        #expect(stored.json.at("data_quality", "age_seconds") == 600)
        #expect(stored.violations == scanned.violations)
        #expect(stored.tally == scanned.tally)
        #expect(cloud.calls.count == 1)
        #expect(cloud.scopeCallCount == 1)
    }

    @Test func `a stale inventory is asked for again`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance([:])
        fixture.clock.advance(3600)
        let json = try await fixture.engine.checkCompliance([:]).json
        #expect(json.at("data_quality", "source") == "scan")
        #expect(cloud.calls.count == 2)
        #expect(cloud.scopeCallCount == 2)
    }

    @Test(arguments: [
        (#"{"force_refresh": true}"#, 2), (#"{"max_age": 0}"#, 2), (#"{"max_age": 9}"#, 2),
        (#"{"max_age": 11}"#, 1), (#"{"max_age": "11"}"#, 1),
    ])
    func `a call may ask for fresher data`(_ arguments: String, _ calls: Int) async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance([:])
        fixture.clock.advance(10)
        _ = try await fixture.engine.checkCompliance(try parsed(arguments))
        #expect(cloud.calls.count == calls)
    }

    @Test func `only the cells that are missing are asked for`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance(["regions": "north", "resource_types": "vm"])
        let report = try await fixture.engine.checkCompliance([:])
        #expect(report.json.at("data_quality", "source") == "mixed")
        #expect(report.json["total_resources"] == 4)
        #expect(report.status == .complete)
        let asked = Set(cloud.calls.dropFirst())
        #expect(
            asked == [
                ["resource_types": ["bucket"], "scopes": ["one"]],
                ["resource_types": ["disk"], "regions": ["north"], "scopes": ["one"]],
                ["resource_types": ["disk", "vm"], "regions": ["south"], "scopes": ["one"]],
            ]
        )
    }

    @Test func `only the cell that was refused is asked for again`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change { $0.outcomes[place("disk", "south")] = CoverageOutcome(.refused) }
        let fixture = try EngineFixture([cloud])
        #expect(try await fixture.engine.checkCompliance([:]).status == .partial)
        cloud.change { $0.outcomes = [:] }
        let report = try await fixture.engine.checkCompliance([:])
        #expect(report.status == .complete)
        #expect(report.json["total_resources"] == 4)
        #expect(
            cloud.calls.last == ["resource_types": ["disk"], "regions": ["south"], "scopes": ["one"]]
        )
    }

    @Test func `last known rows of a cell that is refused now are not counted as current`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance([:])
        cloud.change {
            $0.outcomes[place("vm", "north")] = CoverageOutcome(.refused)
            $0.resources = [Self.estate[2], Self.estate[3]]
        }
        let report = try await fixture.engine.checkCompliance(["force_refresh": true])
        #expect(report.json["total_resources"] == 2)
        #expect(report.status == .partial)
        var rows: [Resource] = []
        try await fixture.store.visitRows(of: [place("vm", "north")], batchesOf: 10) { rows += $0 }
        #expect(rows.count == 2)
    }

    @Test func `an answer narrowed by a filter of the cloud is neither kept nor taken from the inventory`()
        async throws
    {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance(["filters": ["group": "g"]])
        #expect(try await fixture.store.cells(of: "sky").isEmpty)
        #expect(cloud.calls.first?["filters"] == ["group": "g"])
        _ = try await fixture.engine.checkCompliance([:])
        _ = try await fixture.engine.checkCompliance(["filters": ["group": "g"]])
        #expect(cloud.calls.count == 3)
    }

    @Test func `a resource that is gone is gone from the next answer`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance([:])
        cloud.change { $0.resources.removeFirst() }
        _ = try await fixture.engine.checkCompliance(["force_refresh": true])
        #expect(try await fixture.engine.checkCompliance([:]).json["total_resources"] == 3)
    }

    @Test func `a scan that failed does not make old data look new`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        let fixture = try EngineFixture([cloud])
        _ = try await fixture.engine.checkCompliance([:])
        fixture.clock.advance(4000)
        cloud.change { $0.failure = (after: 0, error: ProviderFailure(.failed, "Down.")) }
        let error = await engineError { _ = try await fixture.engine.checkCompliance([:]) }
        #expect(error?.code == .unavailable)
        let records = try await fixture.store.cells(of: "sky")
        #expect(records.allSatisfy { $0.completed == EngineFixture.noon })
    }
}
