// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Testing

@Suite struct UntaggedTests {
    private static var estate: [Resource] {
        var old = thing("never")
        old.created = EngineFixture.noon.advanced(bySeconds: -10 * 86_400 - 1).microseconds
        return [
            old, thing("some", tags: ["Owner": "x", "Other": "y"]),
            thing("wrong", tags: ["Owner": "", "Environment": "?"]),
            thing("right", tags: good), thing("disk", "disk", "south", tags: ["Team": "a"]),
        ]
    }

    @Test func `resources that lack required tags are listed with what they lack`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let report = try await fixture.engine.findUntagged([:])
        #expect(report.entries.map(\.resource.resourceID) == ["never", "some", "disk"])
        #expect(report.entries.map(\.missing) == [["Owner", "Environment"], ["Environment"], ["Owner"]])
        let json = report.json
        #expect(json["total_untagged"] == 3)
        #expect(json["total_never_tagged"] == 1)
        #expect(json["missing_by_tag"] == ["Environment": 2, "Owner": 2])
        let first = json["resources"]?[0]
        #expect(first?["never_tagged"] == true)
        #expect(first?["age_days"] == 10)
        #expect(first?["current_tags"] == [:])
        #expect(first?["arn"] == "sky://one/north/vm/never")
        #expect(json["resources"]?[1]?["age_days"] == .null)
        #expect(json["resources"]?[1]?["current_tags"] == ["Other": "y", "Owner": "x"])
    }

    @Test func `a wrong value is not a missing tag`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: [Self.estate[2]]))])
        #expect(try await fixture.engine.findUntagged([:]).total == 0)
    }

    @Test func `costs that are asked for are unknown and never zero`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let json = try await fixture.engine.findUntagged(["include_costs": true]).json
        #expect(json["total_monthly_cost"] == .null)
        #expect(json["resources"]?[0]?["monthly_cost_estimate"] == .null)
        #expect(json["cost_data_note"]?.string?.contains("No cost source") == true)
        #expect(try await fixture.engine.findUntagged([:]).json["cost_data_note"] == Optional.none)
    }

    @Test(arguments: [JSONValue.integer(5), .number(0.5), "10"])
    func `a cost threshold without costs is refused`(_ threshold: JSONValue) async throws {
        let fixture = try EngineFixture([FakeCloud()])
        let error = await engineError {
            _ = try await fixture.engine.findUntagged(["min_cost_threshold": threshold])
        }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.argument == "min_cost_threshold")
    }

    @Test func `the limit cuts the list and not the totals`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let report = try await fixture.engine.findUntagged(["limit": 1])
        #expect(report.entries.map(\.resource.resourceID) == ["never"])
        #expect(report.json["total_untagged"] == 3)
        #expect(report.json["resources_truncated"] == true)
        let page = try await fixture.engine.resultRows(try #require(report.resultID), after: nil, limit: 9)
        #expect(page.rows.count == 3)
    }

    @Test func `nothing answered means no total`() async throws {
        let cloud = FakeCloud(types: [.init(type: "vm")])
        cloud.change {
            $0.outcomes = [
                place("vm", "north"): CoverageOutcome(.refused),
                place("vm", "south"): CoverageOutcome(.failed),
            ]
        }
        let report = try await EngineFixture([cloud]).engine.findUntagged([:])
        #expect(report.json["total_untagged"] == .null)
        #expect(report.status == DataQuality.Status.none)
    }

    @Test func `all clouds are told apart`() async throws {
        let sea = FakeCloud(.init(resources: [thing("x", cloud: "sea")]), cloud: "sea")
        let fixture = try EngineFixture([sea, FakeCloud(.init(resources: Self.estate))])
        let json = try await fixture.engine.findUntagged(["cloud_provider": "all"]).json
        #expect(json["total_untagged"] == 4)
        #expect(json.at("clouds", "sea", "total_untagged") == 1)
    }

    @Test func `arguments of another tool are refused`() async throws {
        let fixture = try EngineFixture([FakeCloud()])
        let error = await engineError { _ = try await fixture.engine.findUntagged(["severity": "all"]) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("include_costs") == true)
    }
}
