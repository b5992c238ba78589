// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import JSONSchema
import Testing

/// The official suite for 2020-12 (Cases/official, with its licence), but for fetching and dynamic references.
@Suite struct OfficialSuiteTests {
    static let groups = CaseGroup.load("official")

    /// Groups that need `$id` or other documents; they must be refused, never be taken as permissive.
    static let refused = Set(CaseGroup.value("refused.json").strings ?? [])

    @Test func `the official cases are there`() {
        #expect(Self.groups.count > 250)
        #expect(Self.groups.reduce(0) { $0 + $1.tests.count } > 1000)
    }

    @Test(arguments: groups)
    func `a value is valid exactly where the official suite says so`(group: CaseGroup) throws {
        let schema: CompiledSchema
        do {
            schema = try CompiledSchema(compiling: group.schema)
        } catch {
            #expect(Self.refused.contains(group.testDescription), "\(error)")
            return
        }
        #expect(
            !Self.refused.contains(group.testDescription),
            "is refused no more: drop it from refused.json"
        )
        for test in group.tests {
            let violations = schema.validate(test["data"] ?? .null)
            let name = test["description"]?.string ?? ""
            #expect(violations.isEmpty == (test["valid"] == true), "\(name): \(violations)")
        }
    }
}
