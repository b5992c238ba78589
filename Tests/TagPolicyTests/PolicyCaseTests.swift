// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import TagPolicy
import Testing

/// The language-neutral cases of Cases/policies: what is wrong with a policy, and where.
struct PolicyCaseTests {
    @Test(arguments: CaseFiles.cases(in: "policies"))
    func `a policy is read as its case says`(_ testCase: PolicyCase) throws {
        let value = testCase.value
        let bytes = try value["text"]?.string.map { Array($0.utf8) } ?? CaseFiles.policyBytes(value["policy"])
        var diagnostics: [PolicyDiagnostic]
        do {
            let policy = try TagPolicy(parsing: bytes)
            diagnostics = policy.warnings
            try expect(diagnostics, value["warnings"])
            try expectMigration(policy, value)
            diagnostics += try expectCompilation(policy, value)
        } catch let error as PolicyError {
            diagnostics = error.diagnostics
            #expect(diagnostics.contains { $0.severity == .error })
            #expect(error.description.contains(diagnostics[0].message))
        }
        try expect(diagnostics.filter { $0.severity == .error }, value["errors"])
        if let hint = value["hint"]?.string {
            #expect(diagnostics.contains { $0.message.contains(hint) }, "\(diagnostics)")
        }
    }

    @Test func `there are at least forty distinct bad policies`() {
        let bad = CaseFiles.cases(in: "policies").filter { $0.value["valid"] == false }
        #expect(Set(bad.map(\.value)).count >= 40)
    }

    /// Compares codes and pointers, and places where the case gives them.
    private func expect(_ diagnostics: [PolicyDiagnostic], _ wanted: JSONValue?) throws {
        let wanted = wanted?.array ?? []
        let isPlaced = wanted.contains { $0[2] != nil }
        let found = diagnostics.map { diagnostic in
            let head: [JSONValue] = [.string(diagnostic.code.description), .string("\(diagnostic.pointer)")]
            let place = [diagnostic.line, diagnostic.column].map { $0.map { JSONValue($0) } ?? .null }
            return JSONValue.array(head + (isPlaced ? place : []))
        }
        #expect(found == wanted)
    }

    private func expectMigration(_ policy: TagPolicy, _ value: JSONValue) throws {
        #expect(policy.isMigrated == (value["migrated"]?.bool ?? false))
        if let canonical = value["canonical"] { #expect(policy.json == canonical) }
        let again = try TagPolicy(parsing: policy.json.bytes(.init(isPretty: true)))
        #expect(again.json == policy.json)
        #expect(!again.isMigrated)
    }

    private func expectCompilation(_ policy: TagPolicy, _ value: JSONValue) throws -> [PolicyDiagnostic] {
        let compiled = try CompiledPolicy(policy, clouds: CaseFiles.clouds(for: value))
        #expect(compiled.diagnostics.allSatisfy { $0.severity == .warning && $0.line != nil })
        if value["compiled"] != nil { try expect(compiled.diagnostics, value["compiled"]) }
        if let unloaded = value["unloaded"]?.strings { #expect(compiled.unloadedClouds == unloaded) }
        return compiled.diagnostics
    }
}
