// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import JSONSchema
import Testing

@Suite(.timeLimit(.minutes(1))) struct SchemaLimitTests {
    @Test func `a reference to itself ends`() throws {
        let schema = try CompiledSchema(compiling: ["$ref": "#"])
        #expect(schema.validate(1).first?.message == "is nested too deeply to be checked")
    }

    @Test func `a circle of references ends`() throws {
        let schema = try CompiledSchema(
            compiling: [
                "$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/b"], "b": ["$ref": "#/$defs/a"]],
            ]
        )
        #expect(!schema.validate(1).isEmpty)
    }

    @Test func `branching that doubles at every level is given up`() throws {
        var limits = SchemaLimits()
        limits.steps = 10_000
        let schema = try CompiledSchema(
            compiling: [
                "anyOf": [
                    ["allOf": [["$ref": "#"], ["$ref": "#"]]], ["allOf": [["$ref": "#"], ["$ref": "#"]]],
                ]
            ],
            limits: limits
        )
        #expect(schema.validate([:]).count == 1)
    }

    @Test func `what cannot be decided is invalid within a negation, too`() throws {
        let schema = try CompiledSchema(compiling: ["not": ["not": ["pattern": "^(a+)+$"]]])
        #expect(schema.validate(.string(String(repeating: "a", count: 60) + "!")).count == 1)
        #expect(try CompiledSchema(compiling: ["not": ["$ref": "#"]]).validate(1).count == 1)
    }

    @Test func `a pattern that backtracks for ever is given up`() throws {
        let schema = try CompiledSchema(compiling: ["pattern": "^(a+)+$"])
        let violations = schema.validate(.string(String(repeating: "a", count: 60) + "!"))
        #expect(violations.map(\.message) == ["takes too long to be matched with ^(a+)+$"])
    }

    @Test func `a value that is large and valid is checked to its end`() throws {
        let schema = try CompiledSchema(
            compiling: [
                "items": ["type": "object", "properties": ["n": ["type": "integer"]]], "uniqueItems": true,
            ]
        )
        let items = (0..<50_000).map { JSONValue.object(["n": JSONValue($0)]) }
        #expect(schema.validate(.array(items)).isEmpty)
        #expect(
            schema.validate(.array(items + [["n": "x"]])).first?.description.hasPrefix("[50000].n") == true
        )
    }

    @Test func `work beyond the limit makes a value invalid`() throws {
        var limits = SchemaLimits()
        limits.steps = 1000
        let schema = try CompiledSchema(compiling: ["items": ["type": "integer"]], limits: limits)
        #expect(schema.validate(.array((0..<100).map { JSONValue($0) })).isEmpty)
        #expect(schema.validate(.array((0..<1000).map { JSONValue($0) })).count == 1)
    }

    @Test func `a schema with too many parts or levels is refused`() throws {
        var limits = SchemaLimits()
        limits.subschemas = 10
        let wide = JSONObject((0..<20).map { ("p\($0)", JSONValue.object([:])) })
        let tooWide = #expect(throws: SchemaError.self) {
            try CompiledSchema(compiling: ["properties": .object(wide)], limits: limits)
        }
        #expect(tooWide?.code == .size)
        var deep: JSONValue = [:]
        for _ in 0..<500 { deep = ["not": deep] }
        let tooDeep = #expect(throws: SchemaError.self) { try CompiledSchema(compiling: deep) }
        #expect(tooDeep?.code == .size)
    }
}
