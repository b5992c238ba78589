// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Testing

/// What could not be seen is named, and never counted as compliant.
@Suite struct PartialTests {
    private static let estate = [
        thing("a", tags: good), thing("b"), thing("c", "disk", "south", tags: ["Owner": "me"]),
    ]

    @Test(arguments: [
        (CoverageOutcome.Status.refused, "refused"), (.throttled, "throttled"), (.failed, "failed"),
        (.notCovered, "not_covered"),
    ])
    func `a cell that was not answered is a gap with its reason`(
        _ status: CoverageOutcome.Status,
        _ name: String
    ) async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change {
            $0.outcomes[place("disk", "north")] = CoverageOutcome(
                status,
                permission: "sky:ListDisks",
                code: "Denied",
                detail: "No."
            )
        }
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        let quality = try #require(report.json["data_quality"])
        #expect(quality["status"] == "partial")
        #expect(quality.at("cells", name) == 1)
        #expect(quality.at("cells", "answered") == 4)
        #expect(
            quality["gaps"] == [
                [
                    "cloud": "sky", "scope": "one", "region": "north", "resource_type": "disk",
                    "status": .string(name), "permission": "sky:ListDisks", "code": "Denied", "detail": "No.",
                ]
            ]
        )
        #expect(report.status == .partial)
        #expect(report.summary.contains("4 of 5 cells"))
        #expect(report.json.at("region_metadata", "failed_regions") == ["north"])
    }

    @Test func `nothing answered means no score at all`() async throws {
        let cloud = FakeCloud()
        cloud.change { behaviour in
            for region in ["north", "south"] {
                for type in ["vm", "disk"] {
                    behaviour.outcomes[place(type, region)] = CoverageOutcome(.refused)
                }
            }
            behaviour.outcomes[place("bucket", "global")] = CoverageOutcome(.refused)
        }
        let report = try await EngineFixture([cloud]).engine.checkCompliance(["store_snapshot": true])
        #expect(report.json["compliance_score"] == .null)
        #expect(report.status == DataQuality.Status.none)
        #expect(report.summary.contains("nothing could be checked"))
    }

    @Test func `rows of a cell that then failed are reported and the cell is a gap`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change { $0.outcomes[place("vm", "north")] = CoverageOutcome(.throttled, resources: 2) }
        let fixture = try EngineFixture([cloud])
        let report = try await fixture.engine.checkCompliance([:])
        #expect(report.json["total_resources"] == 3)
        #expect(report.status == .partial)
        var rows: [Resource] = []
        try await fixture.store.visitRows(of: [place("vm", "north")], batchesOf: 10) { rows += $0 }
        #expect(rows.isEmpty)
    }

    @Test func `a cell without coverage is not covered`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate, silent: [place("disk", "south")]))
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.json.at("data_quality", "cells", "not_covered") == 1)
        #expect(report.json["total_resources"] == 3)
    }

    @Test func `a count that does not match the rows makes the cell failed`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change { $0.outcomes[place("vm", "north")] = CoverageOutcome(.answered, resources: 3) }
        let gap = try await EngineFixture([cloud]).engine.checkCompliance([:]).quality.gaps.first
        #expect(gap?.outcome.status == .failed)
        #expect(gap?.outcome.code == "count_mismatch")
        #expect(gap?.outcome.detail == "The provider told of 3 resources and delivered 2.")
    }

    @Test func `rows after the end of their cell spoil it`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change { $0.epilogue = [.resources([thing("late")])] }
        let fixture = try EngineFixture([cloud])
        let report = try await fixture.engine.checkCompliance([:])
        #expect(report.quality.gaps.map(\.outcome.code) == ["late_rows"])
        #expect(report.json["total_resources"] == 4)
        let record = try await fixture.store.cells(of: "sky").first { $0.cell == place("vm", "north") }
        #expect(record?.outcome.status == .failed)
    }

    @Test func `a cell that ends twice is failed`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change {
            $0.epilogue = [.coverage(place("vm", "north"), CoverageOutcome(.answered, resources: 2))]
        }
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.quality.gaps.map(\.outcome.code) == ["ended_twice"])
    }

    @Test(arguments: [
        thing("x", "spaceship"), thing("x", "vm", "nowhere"), thing("x", scope: "other"),
        thing("x", cloud: "sea"),
    ])
    func `a row that nobody asked for is left out with a note`(_ stray: Resource) async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change { $0.epilogue = [.resources([stray])] }
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.json["total_resources"] == 3)
        #expect(report.quality.warnings == ["1 resources that nobody asked for were left out."])
        #expect(report.status == .complete)
    }

    @Test func `a provider that fails on the way leaves what was answered`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change {
            $0.failure = (after: 2, error: ProviderFailure(.deadlineExceeded, "The time was over."))
        }
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.status == .partial)
        #expect(report.json.at("data_quality", "cells", "answered") == 2)
        #expect(report.json.at("data_quality", "cells", "failed") == 3)
        #expect(report.quality.gaps.first?.outcome.code == "deadline_exceeded")
        #expect(report.json["total_resources"] == 2)
    }

    @Test func `a single cloud that cannot be asked at all is an error with the cause`() async throws {
        let cloud = FakeCloud()
        cloud.change {
            $0.scopesFailure = ProviderFailure(.unauthenticated, "No credentials.", hint: "Log in.")
        }
        let fixture = try EngineFixture([cloud])
        let error = await engineError { _ = try await fixture.engine.checkCompliance([:]) }
        #expect(error?.code == .unavailable)
        #expect(error?.message == "The sky could not be asked: No credentials.")
        #expect(error?.remedy == "Log in.")
        #expect(try await fixture.store.results(at: EngineFixture.noon).isEmpty)
    }

    @Test func `a refused account is a gap beside the answers of the others`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate))
        cloud.change {
            $0.scopes.append(["id": "two", "status": "refused", "detail": "No role.", "regions": []])
        }
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.status == .partial)
        #expect(report.json.at("data_quality", "cells", "refused") == 3)
        #expect(report.quality.gaps.allSatisfy { $0.cell.scope == "two" && $0.outcome.detail == "No role." })
        #expect(report.json["total_resources"] == 3)
    }

    @Test func `regions that could not be listed make the answer partial`() async throws {
        let cloud = FakeCloud(.init(resources: Self.estate, regionsDiscovered: false))
        let report = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(report.status == .partial)
        #expect(report.json.at("region_metadata", "discovery_failed") == true)
        #expect(report.json.at("data_quality", "regions_discovered") == false)
    }

    @Test func `credentials that open nothing are an error`() async throws {
        let cloud = FakeCloud(.init(scopes: []))
        let fixture = try EngineFixture([cloud])
        let error = await engineError { _ = try await fixture.engine.checkCompliance([:]) }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("no account") == true)
    }

    @Test(arguments: [
        JSONValue.null, [:], ["scopes": [["name": "x"]]], ["scopes": [["id": "x", "regions": [1]]]],
        ["scopes": "x"],
    ])
    func `a malformed list of scopes is the plugin's failure`(_ answer: JSONValue) {
        #expect(throws: ProviderFailure.self) { try ScopeListing(answer, plugin: "p") }
    }
}
