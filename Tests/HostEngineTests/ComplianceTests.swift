// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec

import TagPolicy
import Testing

@Suite struct ComplianceTests {
    /// Three machines (one right, one without Owner, one with a wrong value), a disk without Owner, a bucket.
    private static let estate = [
        thing("a", tags: good),
        thing("b", tags: ["Environment": "prod"]),
        thing("c", "vm", "south", tags: ["Owner": "me", "Environment": "dev"]),
        thing("d", "disk", "south"),
        thing("e", "bucket", "west", tags: ["Owner": "me", "Team": "z"]),
    ]

    @Test func `totals, score and findings are exact`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let report = try await fixture.engine.checkCompliance([:])
        let json = report.json
        #expect(json["compliance_score"] == .number(0.4))
        #expect(json["total_resources"] == 5)
        #expect(json["compliant_resources"] == 2)
        #expect(json["violation_count"] == 4)
        #expect(
            report.violations.map { "\($0.resource.resourceID) \($0.finding.violation.rawValue)" } == [
                "b missing_required_tag", "d missing_required_tag", "c invalid_value", "e invalid_value",
            ]
        )
        #expect(json.at("violation_totals", "by_tag") == ["Environment": 1, "Owner": 2, "Team": 1])
        #expect(json.at("violation_totals", "by_severity") == ["error": 3, "warning": 1])
        #expect(json.at("data_quality", "status") == "complete")
        #expect(json.at("data_quality", "cells", "asked") == 5)
        #expect(report.status == .complete)
    }

    @Test func `regions, scopes and types add up to the whole`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let json = try await fixture.engine.checkCompliance([:]).json
        for (list, name) in [
            ("regional_breakdown", "region"), ("scope_breakdown", "scope"),
            ("type_breakdown", "resource_type"),
        ] {
            let parts = json[list]?.array ?? []
            #expect(parts.compactMap { $0["total_resources"]?.integer }.reduce(0, +) == 5)
            #expect(parts.compactMap { $0["violation_count"]?.integer }.reduce(0, +) == 4)
            let names = parts.compactMap { $0[name]?.string }
            #expect(names == names.sorted())
        }
        #expect(json["regional_breakdown"]?[2]?["region"] == "west")
    }

    @Test func `an estate without resources in scope has score 1`() async throws {
        let policy =
            #"{"version": "2.0", "required_tags": [{"name": "Owner", "applies_to": {"sky": ["disk"]}}]}"#
        let fixture = try EngineFixture([FakeCloud(.init(resources: [thing("a")]))], policy: policy)
        let json = try await fixture.engine.checkCompliance([:]).json
        #expect(json["compliance_score"] == .number(1))
        #expect(json["total_resources"] == 0)
        #expect(json["out_of_scope_resources"] == 1)
    }

    @Test(arguments: [
        ("all", 4, ["error", "error", "error", "warning"]),
        ("errors_only", 3, ["error", "error", "error"]),
        ("warnings_only", 1, ["warning"]),
    ])
    func `the severity filter changes the list and not the score`(
        _ severity: String,
        _ count: Int,
        _ severities: [String]
    ) async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let report = try await fixture.engine.checkCompliance(["severity": .string(severity)])
        #expect(report.json["compliance_score"] == .number(0.4))
        #expect(report.json["total_resources"] == 5)
        #expect(report.json["violation_count"] == JSONValue(count))
        #expect(report.violations.map(\.finding.severity.rawValue) == severities)
        #expect(report.json.at("violation_totals", "by_severity") == ["error": 3, "warning": 1])
        let page = try await fixture.engine.resultRows(try #require(report.resultID), after: nil, limit: 100)
        #expect(page.rows.count == count)
    }

    @Test(arguments: [0, 1, 3, 4, 10])
    func `the limit cuts the list in its order and leaves the totals`(_ limit: Int) async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate, batchSize: 1))])
        let report = try await fixture.engine.checkCompliance(["limit": JSONValue(limit)])
        let order = ["b", "d", "c", "e"]
        #expect(report.violations.map(\.resource.resourceID) == Array(order.prefix(limit)))
        #expect(report.json["violation_count"] == 4)
        #expect(report.json["violations_truncated"] == .bool(limit < 4))
    }

    @Test func `the first findings are the same whatever the order of arrival`() async throws {
        let many = (0..<500).map { thing("r\(1000 + $0)") }
        var lists: [[String]] = []
        for resources in [many, many.reversed(), many.shuffled()] {
            let fixture = try EngineFixture([FakeCloud(.init(resources: resources, batchSize: 7))])
            let report = try await fixture.engine.checkCompliance(["limit": 20])
            lists.append(report.violations.map(\.resource.resourceID))
        }
        #expect(lists[0] == (0..<20).map { "r\(1000 + $0 / 2)" })
        #expect(lists[1] == lists[0])
        #expect(lists[2] == lists[0])
    }

    @Test func `a resource that arrives twice counts once`() async throws {
        let twice = Self.estate + [Self.estate[0], Self.estate[1]]
        let fixture = try EngineFixture([FakeCloud(.init(resources: twice, batchSize: 2))])
        let json = try await fixture.engine.checkCompliance([:]).json
        #expect(json["total_resources"] == 5)
        #expect(json["violation_count"] == 4)
        #expect(json.at("data_quality", "status") == "complete")
    }

    @Test func `resources of one name in two regions are two`() async throws {
        let fixture = try EngineFixture([
            FakeCloud(.init(resources: [thing("same"), thing("same", "vm", "south")]))
        ])
        let report = try await fixture.engine.checkCompliance([:])
        #expect(report.json["total_resources"] == 2)
        #expect(report.violations.count == 4)
    }

    @Test func `a near miss is named in the finding`() async throws {
        let fixture = try EngineFixture([
            FakeCloud(.init(resources: [thing("a", "disk", tags: ["owner": "me"])]))
        ])
        let violation = try await fixture.engine.checkCompliance([:]).json["violations"]?[0]
        #expect(violation?["violation_type"] == "missing_required_tag")
        #expect(violation?["near_miss"] == "owner")
        #expect(violation?["cost_impact_monthly"] == .null)
    }

    @Test func `costs are unknown and never zero`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let json = try await fixture.engine.checkCompliance([:]).json
        #expect(json["cost_attribution_gap"] == .null)
        #expect(json["cost_data_note"]?.string?.contains("unknown") == true)
    }

    @Test func `a snapshot is kept only when asked for, and the result says so`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let without = try await fixture.engine.checkCompliance([:])
        #expect(without.json["stored_in_history"] == false)
        #expect(try await fixture.store.snapshots(limit: 9).isEmpty)
        let with = try await fixture.engine.checkCompliance(["store_snapshot": true])
        #expect(with.json["stored_in_history"] == true)
        let kept = try await fixture.store.snapshots(limit: 9)
        #expect(kept.map(\.snapshot.totalResources) == [5])
        #expect(kept.first?.snapshot.score == 0.4)
        #expect(kept.first?.snapshot.violations == 4)
    }

    @Test func `the whole result is read page by page in the order of the answer`() async throws {
        let fixture = try EngineFixture([FakeCloud(.init(resources: Self.estate))])
        let report = try await fixture.engine.checkCompliance(["limit": 1])
        let id = try #require(report.resultID)
        var ids: [String] = []
        var cursor: String?
        repeat {
            let page = try await fixture.engine.resultRows(id, after: cursor, limit: 3)
            for row in page.rows { ids.append(try JSONValue(parsing: row.body)["resource_id"]?.string ?? "") }
            cursor = page.next
        } while cursor != nil
        #expect(ids == ["b", "d", "c", "e"])
        let stored = try await fixture.engine.result(id)
        #expect(stored.header["violation_count"] == 4)
        #expect(stored.rows == 4)
        fixture.clock.advance(3601)
        #expect(await engineError { _ = try await fixture.engine.result(id) }?.code == .notFound)
    }

    @Test func `the summary never rounds up to complete compliance`() async throws {
        let resources = (0..<3000).map { thing("r\($0)", "disk", tags: $0 == 7 ? [:] : ["Owner": "me"]) }
        let fixture = try EngineFixture([FakeCloud(.init(resources: resources))])
        let summary = try await fixture.engine.checkCompliance([:]).summary
        #expect(summary.hasPrefix("The sky: 99.9 % compliant (2999 of 3000 resources)."))
    }
}
