// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Testing

/// Arguments are read once, forgivingly where the meaning is clear, and refused by name where it is not.
@Suite struct QueryTests {
    /// What the provider was asked for by a call with these arguments.
    private func asked(
        _ arguments: JSONObject,
        settings: EngineSettings = EngineSettings(defaultCloud: "sky")
    ) async throws -> JSONValue? {
        let cloud = FakeCloud()
        let fixture = try EngineFixture([cloud], settings: settings)
        _ = try await fixture.engine.checkCompliance(arguments)
        return cloud.calls.last
    }

    @Test(arguments: [
        #"{"resource_types": ["vm"]}"#, #"{"resource_types": "vm"}"#, #"{"resource_type": "vm"}"#,
        #"{"resource_types": "[\"vm\"]"}"#, #"{"filters": {"resource_types": "vm"}}"#,
        #"{"filters": "{\"resource_types\":[\"vm\"]}"}"#, #"{"resource_types": ["virtual_machine"]}"#,
        #"{"resource_types": "VM"}"#, #"{"resource_types": "vm,vm"}"#,
        #"{"resource_types": "vm", "filters": {"resource_types": "disk"}}"#,
        #"{"resource_types": " vm ", "regions": null}"#,
        #"{"cloud_provider": "sky", "resource_types": ["vm"], "filters": null}"#,
        #"{"cloud_provider": ["sky"], "resource_types": "vm"}"#,
    ])
    func `one type is understood in every form`(_ arguments: String) async throws {
        #expect(try await asked(parsed(arguments)) == ["resource_types": ["vm"]])
    }

    @Test(arguments: [
        "{}", #"{"resource_types": "all"}"#, #"{"resource_types": ["vm", "all"]}"#,
        #"{"resource_types": ["object_store", "disk", "virtual_machine"]}"#, #"{"regions": "all"}"#,
        #"{"accounts": ["all"]}"#, #"{"regions": []}"#,
    ])
    func `everything is understood in every form`(_ arguments: String) async throws {
        #expect(try await asked(parsed(arguments)) == ["resource_types": ["bucket", "disk", "vm"]])
    }

    @Test(arguments: [
        #"{"regions": ["south"]}"#, #"{"region": "south"}"#, #"{"filters": {"region": "south"}}"#,
        #"{"filters": {"regions": ["south"]}, "cloud_provider": "SKY"}"#,
        #"{"region": "south", "filters": {"regions": "north"}}"#,
    ])
    func `a region is understood in every form`(_ arguments: String) async throws {
        #expect(try await asked(parsed(arguments))?["regions"] == ["south"])
    }

    @Test(arguments: [JSONValue.string("one"), "production", ["Production"], ["one", "production"]])
    func `an account is understood by its id and its name`(_ account: JSONValue) async throws {
        #expect(try await asked(["account_id": account])?["scopes"] == ["one"])
    }

    @Test func `an account written as a number is its text`() async throws {
        let cloud = FakeCloud(
            .init(scopes: [["id": "123456789012", "status": "usable", "regions": ["north"]]])
        )
        _ = try await EngineFixture([cloud]).engine.checkCompliance(["accounts": 123_456_789_012])
        #expect(cloud.calls.last?["scopes"] == ["123456789012"])
    }

    @Test(arguments: [
        (#"{"cloud_provider": "moon"}"#, "cloud_provider", "Valid: sky, all."),
        (#"{"cloud_provider": 5}"#, "cloud_provider", "is not a text"),
        (#"{"resource_types": ["vm", "car"]}"#, "resource_types", "bucket, disk, vm"),
        (#"{"resource_types": []}"#, "resource_types", "empty"),
        (#"{"resource_types": [5.5]}"#, "resource_types", "a list of texts"),
        (#"{"resource_types": {"a": 1}}"#, "resource_types", "a list of texts"),
        (#"{"regions": "mars"}"#, "regions", "Valid: north, south."),
        (#"{"accounts": "three"}"#, "accounts", "Valid: one (Production)."),
        (
            #"{"filters": {"colour": "red"}}"#, "filters.colour",
            "account_id, accounts, group, region, regions"
        ),
        (#"{"filters": 5}"#, "filters", "is not an object"),
        (#"{"filters": {"region": true}}"#, "filters.region", "a list of texts"),
        (#"{"severity": "bad"}"#, "severity", "all, errors_only, warnings_only"),
        (#"{"limit": -1}"#, "limit", "from 0 to"),
        (#"{"limit": 1.5}"#, "limit", "a whole number"),
        (#"{"limit": "many"}"#, "limit", "a whole number"),
        (#"{"max_age": -1}"#, "max_age", "a whole number"),
        (#"{"force_refresh": "maybe"}"#, "force_refresh", "true or false"),
        (#"{"store_snapshot": 1}"#, "store_snapshot", "true or false"),
        (#"{"colour": "red"}"#, "colour", "not known"),
    ])
    func `a wrong argument is refused by name with what is valid`(
        _ text: String,
        _ name: String,
        _ words: String
    ) async throws {
        let arguments = try parsed(text)
        let cloud = FakeCloud()
        let fixture = try EngineFixture([cloud])
        let error = await engineError { _ = try await fixture.engine.checkCompliance(arguments) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.argument == name)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(cloud.calls.isEmpty)
    }

    @Test func `without a provider every call says that none is loaded`() async throws {
        let fixture = try EngineFixture([])
        for arguments in ["{}", #"{"cloud_provider": "all"}"#] {
            let error = await engineError {
                _ = try await fixture.engine.checkCompliance(try parsed(arguments))
            }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.message.contains("no provider plugin is loaded") == true)
        }
    }

    @Test func `the only cloud is meant when the default one is not loaded`() async throws {
        let cloud = FakeCloud(cloud: "sea")
        _ = try await EngineFixture([cloud]).engine.checkCompliance([:])
        #expect(cloud.calls.count == 1)
        let two = try EngineFixture([FakeCloud(cloud: "lake"), FakeCloud(cloud: "sea")])
        let error = await engineError { _ = try await two.engine.checkCompliance([:]) }
        #expect(error?.message == "The cloud \"sky\" is not loaded. Valid: lake, sea, all.")
    }

    @Test func `allowed regions confine scans and are told to the provider`() async throws {
        let settings = EngineSettings(defaultCloud: "sky", allowedRegions: ["north", "west"])
        let call = try await asked([:], settings: settings)
        #expect(call?["allowed_regions"] == ["north", "west"])
        let fixture = try EngineFixture([FakeCloud()], settings: settings)
        let report = try await fixture.engine.checkCompliance([:])
        #expect(report.json.at("region_metadata", "successful_regions") == ["global", "north"])
        let error = await engineError { _ = try await fixture.engine.checkCompliance(["region": "south"]) }
        #expect(error?.message.contains("Valid: north.") == true)
    }

    @Test func `allowed regions that are none of the enabled ones are an error of the set-up`() async throws {
        let settings = EngineSettings(defaultCloud: "sky", allowedRegions: ["west"])
        let fixture = try EngineFixture([FakeCloud()], settings: settings)
        let error = await engineError { _ = try await fixture.engine.checkCompliance([:]) }
        #expect(error?.code == .failedPrecondition)
    }

    @Test func `regions left out by the call are told as skipped`() async throws {
        let fixture = try EngineFixture([FakeCloud()])
        let json = try await fixture.engine.checkCompliance(["region": "north"]).json
        #expect(json.at("region_metadata", "skipped_regions") == ["south"])
        #expect(json.at("region_metadata", "successful_regions") == ["global", "north"])
    }

    @Test func `what the provider calls an invalid argument is one`() async throws {
        let cloud = FakeCloud()
        cloud.change {
            $0.failure = (after: 0, error: ProviderFailure(.invalidArgument, "No such group. Valid: g."))
        }
        let fixture = try EngineFixture([cloud])
        let error = await engineError {
            _ = try await fixture.engine.checkCompliance(["filters": ["group": "x"]])
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == "No such group. Valid: g.")
    }
}
