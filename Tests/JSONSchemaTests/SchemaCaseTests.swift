// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import JSONSchema
import Testing

/// Our cases for JSON Schema 2020-12; Tests/Integration/test_schema_cases.py checks them with another validator.
@Suite struct SchemaCaseTests {
    static let groups = CaseGroup.load()

    @Test func `the cases are there`() {
        #expect(Self.groups.count == 115)
        #expect(Self.groups.reduce(0) { $0 + $1.tests.count } == 413)
    }

    @Test(arguments: groups)
    func `a value is valid exactly where its case says so`(group: CaseGroup) throws {
        let schema = try CompiledSchema(compiling: group.schema)
        for test in group.tests {
            let data = try #require(test["data"])
            let valid = try #require(test["valid"]?.bool as Bool?)
            let violations = schema.validate(data)
            #expect(violations.isEmpty == valid, "\(test["note"]?.string ?? ""): \(violations)")
        }
    }

    // Not among the cases: the other validator divides without a tolerance and refuses 0.0042.
    @Test func `a decimal multiple that binary fractions miss is a multiple`() throws {
        let schema = try CompiledSchema(compiling: ["multipleOf": 0.0001])
        #expect(schema.validate(0.0042).isEmpty)
        #expect(!schema.validate(0.00425).isEmpty)
    }
}
