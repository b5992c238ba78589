// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Testing

@Suite struct ValidationTests {
    private static let right = thing("right", tags: good)
    private static let wrong = thing("wrong", tags: ["Owner": "x"])

    private func fixture(_ edit: (inout FakeCloud.Behaviour) -> Void = { _ in }) throws -> EngineFixture {
        var behaviour = FakeCloud.Behaviour(resources: [Self.right, Self.wrong])
        edit(&behaviour)
        let sea = FakeCloud(.init(resources: [thing("fish", cloud: "sea", tags: good)]), cloud: "sea")
        return try EngineFixture([sea, FakeCloud(behaviour)])
    }

    @Test func `ids of several clouds are judged in the order of the call`() async throws {
        let ids = [Self.wrong.id, "sea://one/north/vm/fish", "sky://gone", Self.right.id]
        let report = try await fixture().engine.validateResources(["resource_arns": JSONValue(ids)])
        #expect(report.entries.map(\.id) == ids)
        #expect(report.entries.map(\.outcome) == [.found, .found, .notFound, .found])
        #expect(report.entries.map(\.isCompliant) == [false, true, nil, true])
        let json = report.json
        #expect(json["total_resources"] == 4)
        #expect(json["compliant_resources"] == 2)
        #expect(json["non_compliant_resources"] == 1)
        #expect(json["not_validated_resources"] == 1)
        #expect(json["results"]?[0]?["violations"]?[0]?["tag_name"] == "Environment")
        #expect(json["results"]?[0]?["current_tags"] == ["Owner": "x"])
        #expect(json["results"]?[2]?["is_compliant"] == .null)
        #expect(report.status == .complete)
    }

    @Test(arguments: [
        ("not_found", ValidationReport.Outcome.notFound, DataQuality.Status.complete),
        ("unsupported", .unsupported, .complete), ("malformed", .malformed, .complete),
        ("refused", .refused, .none), ("throttled", .throttled, .none), ("failed", .failed, .none),
        ("strange", .failed, .none), ("found", .failed, .none),
    ])
    func `what became of an id is told and never taken for compliant`(
        _ status: String,
        _ outcome: ValidationReport.Outcome,
        _ quality: DataQuality.Status
    ) async throws {
        let fixture = try fixture {
            $0.lookups["sky://x"] = [
                "id": "sky://x", "status": .string(status), "permission": "p", "detail": "d",
            ]
        }
        let report = try await fixture.engine.validateResources(["resource_ids": "sky://x"])
        #expect(report.entries.map(\.outcome) == [outcome])
        #expect(report.entries.first?.isCompliant == nil)
        #expect(report.status == quality)
        #expect(report.json["compliant_resources"] == 0)
    }

    @Test func `an id that is given twice is looked up and counted once`() async throws {
        let report = try await fixture().engine
            .validateResources([
                "resource_arns": [.string(Self.right.id), .string(Self.right.id)],
                "resource_ids": [.string(Self.right.id)],
            ])
        #expect(report.entries.count == 1)
        #expect(report.json["duplicate_ids"] == 2)
    }

    @Test func `an id of no loaded cloud is unsupported and the prefixes are named`() async throws {
        let report = try await fixture().engine.validateResources(["resource_arns": ["arn:x", ""]])
        #expect(report.entries.map(\.outcome) == [.unsupported, .unsupported])
        #expect(report.entries.first?.detail?.contains("sea: sea://; sky: sky://") == true)
    }

    @Test func `the longest prefix decides whose an id is`() async throws {
        let general = FakeCloud()
        let special = FakeCloud(cloud: "sky://special")
        let fixture = try EngineFixture([general, special])
        let report = try await fixture.engine.validateResources(["resource_arns": ["sky://special://x"]])
        #expect(report.entries.first?.cloud == "sky://special")
    }

    @Test func `a provider that fails leaves the other's answers whole`() async throws {
        let fixture = try fixture { $0.lookupFailure = ProviderFailure(.failed, "Down.", hint: "Wait.") }
        let report = try await fixture.engine.validateResources([
            "resource_arns": [.string(Self.right.id), "sea://one/north/vm/fish"]
        ])
        #expect(report.entries.map(\.outcome) == [.failed, .found])
        #expect(report.entries.first?.detail == "Down. Wait.")
        #expect(report.status == .partial)
    }

    @Test func `a type without required tags is out of scope and not compliant`() async throws {
        let policy =
            #"{"version": "2.0", "required_tags": [{"name": "Owner", "applies_to": {"sky": ["disk"]}}]}"#
        let fixture = try EngineFixture([FakeCloud(.init(resources: [Self.right]))], policy: policy)
        let report = try await fixture.engine.validateResources(["resource_arns": .string(Self.right.id)])
        #expect(report.entries.first?.isCompliant == nil)
        #expect(report.json["out_of_scope_resources"] == 1)
        #expect(report.json["results"]?[0]?["in_scope"] == false)
    }

    @Test(arguments: [0, 101, 500])
    func `none or more than 100 ids are refused`(_ count: Int) async throws {
        let ids = (0..<count).map { "sky://\($0)" }
        let fixture = try fixture()
        let error = await engineError {
            _ = try await fixture.engine.validateResources(["resource_arns": JSONValue(ids)])
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "resource_arns has \(count) ids; give 1 to 100.")
    }

    @Test func `100 ids are taken`() async throws {
        let ids = (0..<100).map { "sky://\($0)" }
        let report = try await fixture().engine.validateResources(["resource_arns": JSONValue(ids)])
        #expect(report.entries.count == 100)
    }

    @Test(arguments: [
        #"{"resource_arns": [1.5]}"#, #"{"resource_arns": {"a": 1}}"#, "{}", #"{"arns": ["x"]}"#,
    ])
    func `ids that are no texts are refused`(_ arguments: String) async throws {
        let fixture = try fixture()
        let error = await engineError {
            _ = try await fixture.engine.validateResources(try parsed(arguments))
        }
        #expect(error?.code == .invalidArgument)
    }
}
