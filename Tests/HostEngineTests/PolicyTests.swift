// SPDX-License-Identifier: Apache-2.0

import Foundation
@testable import HostEngine
import JSONCodec
import TagPolicy
import Testing

@Suite struct PolicyTests {
    /// Runs a test with a file of that text.
    private func withFile(
        _ text: String,
        _ name: String = "policy.json",
        _ test: (String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tagwarden-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: folder) } catch {} }
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        try test(file.path)
    }

    @Test func `the policy is shown with its rules, counts and source`() throws {
        let document = try EngineFixture([FakeCloud()]).engine.policyDocument()
        let json = document.json
        #expect(json["required_tag_count"] == 2)
        #expect(json["optional_tag_count"] == 1)
        #expect(json["required_tags"]?[1]?["allowed_values"] == ["prod", "test"])
        #expect(json["source"] == "default")
        #expect(json["valid"] == true)
        #expect(document.isValid)
        #expect(document.summary.contains("Required: Owner, Environment."))
    }

    @Test func `the types are never empty when a rule is for everything`() throws {
        let json = try EngineFixture([FakeCloud()]).engine.policyDocument().json
        #expect(json["all_applicable_resource_types"] == ["bucket", "disk", "vm"])
        #expect(json["required_tags"]?[0]?["applies_to"] == JSONValue.null)
        #expect(json.at("applicable_resource_types_by_cloud", "sky") == ["bucket", "disk", "vm"])
    }

    @Test func `the policy that the program brings is valid`() throws {
        let source = PolicySource(path: nil)
        let loaded = try source.current()
        #expect(loaded.policy.requiredTags.map(\.name) == ["CostCenter", "Owner", "Environment"])
        #expect(loaded.source.description == "default")
        #expect(loaded.policy.warnings.isEmpty)
    }

    @Test func `a policy that cannot be used is shown with its faults and nothing is checked by it`()
        async throws
    {
        let text = #"{"version": "2.0", "required_tags": [{"name": "", "validation_regex": "("}]}"#
        let fixture = try EngineFixture([FakeCloud()], policy: text)
        let document = fixture.engine.policyDocument()
        #expect(document.json["valid"] == false)
        #expect((document.json["errors"]?.array?.count ?? 0) >= 2)
        #expect(document.json["errors"]?[0]?["pointer"]?.string?.isEmpty == false)
        for call in [fixture.engine.checkCompliance] {
            let error = await engineError { _ = try await call([:], CallContext()) }
            #expect(error?.code == .invalidPolicy)
        }
        let error = await engineError {
            _ = try await fixture.engine.validateResources(["resource_ids": "sky://x"])
        }
        #expect(error?.code == .invalidPolicy)
    }

    @Test func `a file that is not there is named`() throws {
        let source = PolicySource(path: "/nowhere/policy.json")
        let error = #expect(throws: EngineError.self) { try source.current() }
        #expect(error?.code == .invalidPolicy)
        #expect(error?.message.contains("/nowhere/policy.json") == true)
    }

    @Test func `a changed file counts after reloading, with another fingerprint`() throws {
        try withFile(#"{"version": "2.0", "required_tags": [{"name": "A"}]}"#) { path in
            let source = PolicySource(path: path)
            let before = try source.current()
            #expect(try source.compiled(for: []).policy.requiredTags.map(\.name) == ["A"])
            try Data(#"{"version": "2.0", "required_tags": [{"name": "B"}]}"#.utf8)
                .write(to: URL(fileURLWithPath: path))
            #expect(try source.current().fingerprint == before.fingerprint)
            source.reload()
            #expect(try source.current().fingerprint != before.fingerprint)
            #expect(try source.compiled(for: []).policy.requiredTags.map(\.name) == ["B"])
            try Data("{".utf8).write(to: URL(fileURLWithPath: path))
            source.reload()
            #expect(throws: EngineError.self) { try source.current() }
        }
    }

    @Test(arguments: ["policy.yaml", "policy.yml"])
    func `YAML goes through the converter and is refused without one`(_ name: String) throws {
        try withFile("name: A", name) { path in
            let converted = PolicySource(path: path) { bytes, _ in
                #expect(bytes == Array("name: A".utf8))
                return ["version": "2.0", "required_tags": [["name": "A"]]]
            }
            let policy = try converted.current().policy
            #expect(policy.requiredTags.map(\.name) == ["A"])
            #expect(throws: EngineError.self) { try PolicySource(path: path).current() }
        }
    }

    @Test func `the result names the policy it rests on`() async throws {
        let fixture = try EngineFixture([FakeCloud()])
        let json = try await fixture.engine.checkCompliance([:]).json
        #expect(json.at("policy", "fingerprint") == fixture.engine.policyDocument().json["fingerprint"])
        #expect(json.at("policy", "version") == "2.0")
    }
}
