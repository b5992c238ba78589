// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Testing

/// Several clouds in one call: what one cannot answer leaves the others' answers whole.
@Suite struct CloudsTests {
    private static let sky = FakeCloud.Behaviour(resources: [
        thing("a", tags: good), thing("b", tags: good), thing("c"),
    ])
    private static let sea = FakeCloud.Behaviour(resources: [
        thing("a", cloud: "sea"), thing("b", "disk", cloud: "sea", tags: ["Owner": "x", "Team": "z"]),
    ])

    private static func clouds() -> (sky: FakeCloud, sea: FakeCloud) {
        (FakeCloud(sky), FakeCloud(sea, cloud: "sea"))
    }

    @Test func `the overall score is weighted by resources`() async throws {
        let clouds = Self.clouds()
        let report = try await EngineFixture([clouds.sea, clouds.sky]).engine
            .checkCompliance(["cloud_provider": "all"])
        let json = report.json
        #expect(json["overall_compliance"] == .number(0.6))
        #expect(json.at("clouds", "sky", "compliance_score") == .number(2.0 / 3))
        #expect(json.at("clouds", "sea", "compliance_score") == .number(0.5))
        #expect(json.at("clouds", "sea", "violations") == 3)
        #expect(json.at("clouds", "sea", "cost_impact") == .null)
        #expect(json["total_cost_attribution_gap"] == .null)
        #expect(json["cross_cloud_inconsistencies"] == [])
        #expect(json["violation_count"] == 5)
        #expect(report.status == .complete)
        let order = report.violations.map(\.resource.cloud)
        #expect(order == ["sea", "sea", "sky", "sky", "sea"])
    }

    @Test func `without "all" only the default cloud is asked`() async throws {
        let clouds = Self.clouds()
        let report = try await EngineFixture([clouds.sea, clouds.sky]).engine.checkCompliance([:])
        #expect(report.json["cloud_provider"] == "sky")
        #expect(report.json["clouds"] == Optional.none)
        #expect(clouds.sea.calls.isEmpty)
    }

    @Test func `a cloud that fails as a whole leaves the other's answer whole`() async throws {
        let clouds = Self.clouds()
        clouds.sea.change {
            $0.scopesFailure = ProviderFailure(.unauthenticated, "No key.", hint: "Set one.")
        }
        let report = try await EngineFixture([clouds.sea, clouds.sky]).engine
            .checkCompliance(["cloud_provider": "all"])
        #expect(report.json["overall_compliance"] == .number(2.0 / 3))
        #expect(report.json.at("clouds", "sea", "compliance_score") == .null)
        #expect(report.json.at("clouds", "sea", "error") == "No key. Set one.")
        #expect(report.json.at("clouds", "sky", "data_quality", "status") == "complete")
        #expect(report.status == .partial)
    }

    @Test func `all clouds failing gives no score and the reasons`() async throws {
        let clouds = Self.clouds()
        for cloud in [clouds.sea, clouds.sky] {
            cloud.change { $0.scopesFailure = ProviderFailure(.failed, "Down.") }
        }
        let report = try await EngineFixture([clouds.sea, clouds.sky]).engine
            .checkCompliance(["cloud_provider": "all"])
        #expect(report.json["overall_compliance"] == .null)
        #expect(report.status == DataQuality.Status.none)
        #expect(report.json.at("clouds", "sky", "error") == "Down.")
    }

    @Test func `resources with one id in two clouds are two`() async throws {
        var twin = thing("a", cloud: "sea")
        twin.id = thing("a").id
        let sea = FakeCloud(.init(resources: [twin]), cloud: "sea")
        let fixture = try EngineFixture([sea, FakeCloud(.init(resources: [thing("a")]))])
        let json = try await fixture.engine.checkCompliance(["cloud_provider": "all"]).json
        #expect(json["total_resources"] == 2)
    }

    @Test func `a type of one cloud leaves out the clouds that do not have it`() async throws {
        let sea = FakeCloud(cloud: "sea", types: [.init(type: "boat", generic: "virtual_machine")])
        let sky = FakeCloud(Self.sky)
        let fixture = try EngineFixture([sea, sky])
        _ = try await fixture.engine.checkCompliance(["cloud_provider": "all", "resource_types": "disk"])
        #expect(sea.calls.isEmpty)
        #expect(sky.calls.count == 1)
        _ = try await fixture.engine.checkCompliance([
            "cloud_provider": "all", "resource_types": "virtual_machine",
        ])
        #expect(sea.calls.first?["resource_types"] == ["boat"])
    }

    @Test func `a region of one cloud leaves out the clouds that do not have it`() async throws {
        let sea = FakeCloud(
            .init(scopes: [["id": "s", "status": "usable", "regions": ["deep"]]]),
            cloud: "sea"
        )
        let fixture = try EngineFixture([sea, FakeCloud(Self.sky)])
        let report = try await fixture.engine.checkCompliance(["cloud_provider": "all", "region": "deep"])
        #expect(report.clouds.map(\.profile.cloud) == ["sea"])
        #expect(
            report.json.at("data_quality", "notes")?[0]?.string?.hasPrefix("The sky was left out: ") == true
        )
        let error = await engineError {
            _ = try await fixture.engine.checkCompliance(["cloud_provider": "all", "region": "mars"])
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func `clouds are asked at the same time`() async throws {
        let clouds = Self.clouds()
        let meeting = Meeting(of: 2)
        for cloud in [clouds.sea, clouds.sky] { cloud.change { $0.afterCell = { await meeting.arrive() } } }
        let report = try await EngineFixture([clouds.sea, clouds.sky]).engine
            .checkCompliance(["cloud_provider": "all"])
        #expect(report.status == .complete)
    }
}

/// Lets nobody pass until all have come once.
actor Meeting {
    private let size: Int
    private var arrived = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of size: Int) { self.size = size }

    func arrive() async {
        arrived += 1
        guard arrived < size else {
            for continuation in waiting { continuation.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
