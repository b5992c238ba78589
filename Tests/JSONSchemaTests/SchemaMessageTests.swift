// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import JSONSchema
import Testing

@Suite struct SchemaMessageTests {
    static let messages = CaseGroup.value("messages.json").array ?? []
    static let faults = CaseGroup.value("faults.json").array ?? []

    @Test func `the cases are there`() {
        #expect(Self.messages.count > 35)
        #expect(Self.faults.count > 40)
    }

    @Test(arguments: messages)
    func `a violation says where, what must be there and what is`(example: JSONValue) throws {
        let schema = try CompiledSchema(compiling: example["schema"] ?? .null)
        let found = schema.validate(example["data"] ?? .null).map(\.description)
        #expect(found == example["messages"]?.strings)
    }

    @Test(arguments: faults)
    func `a schema that cannot be used is refused at the place of its fault`(example: JSONValue) throws {
        let error = #expect(throws: SchemaError.self, "\(example["description"]?.string ?? "")") {
            try CompiledSchema(compiling: example["schema"] ?? .null)
        }
        #expect(error?.code.description == example["code"]?.string)
        #expect(error?.pointer.description == example["pointer"]?.string)
    }
}
