// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Turns a schema's text into nodes; references become places in the list of nodes.
struct SchemaCompiler {
    private let root: JSONValue
    private let limits: SchemaLimits
    private var nodes: [SchemaNode] = []
    private var places: [JSONPointer: Int] = [:]
    private var pending: [JSONPointer] = []
    private var anchors: [String: JSONPointer] = [:]
    private(set) var tracksEvaluation = false

    init(_ schema: JSONValue, limits: SchemaLimits) throws(SchemaError) {
        root = schema
        self.limits = limits
        try checkDialect()
        try findAnchors(schema, JSONPointer())
    }

    mutating func compileAll() throws(SchemaError) -> [SchemaNode] {
        _ = try node(at: JSONPointer())
        while let pointer = pending.popLast() {
            guard let place = places[pointer], let value = pointer.value(in: root) else { continue }
            nodes[place] = try compile(value, pointer)
        }
        return nodes
    }

    /// The place of a subschema among the nodes; it is compiled later.
    mutating func node(at pointer: JSONPointer) throws(SchemaError) -> Int {
        if let place = places[pointer] { return place }
        guard nodes.count < limits.subschemas else {
            throw SchemaError(.size, "The schema has more than \(limits.subschemas) subschemas.", at: pointer)
        }
        places[pointer] = nodes.count
        nodes.append(SchemaNode())
        pending.append(pointer)
        return nodes.count - 1
    }

    private mutating func compile(
        _ value: JSONValue,
        _ pointer: JSONPointer
    ) throws(SchemaError) -> SchemaNode {
        switch value {
        case .bool(true): return SchemaNode()
        case .bool(false):
            return SchemaNode(checks: [{ $1.report("false", "must not be there") }])
        case .object(let object):
            var source = SchemaSource(object: object, pointer: pointer, compiler: self)
            var node = SchemaNode()
            for keyword in Keywords.all where keyword.names.contains(where: { object[$0] != nil }) {
                if let check = try keyword.compile(&source) { node.checks.append(check) }
            }
            node.expectation = Expectation.words(object)
            self = source.compiler
            return node
        default:
            throw SchemaError(.keyword, "A schema must be an object, true or false.", at: pointer)
        }
    }

    mutating func trackEvaluation() { tracksEvaluation = true }
}

// MARK: - References

extension SchemaCompiler {
    /// The place of what a reference names, which must be in this schema.
    mutating func node(referencedBy text: String, at pointer: JSONPointer) throws(SchemaError) -> Int {
        guard text.hasPrefix("#") else {
            throw SchemaError(
                .reference,
                "\"\(text)\" leads out of this schema; nothing is fetched.",
                at: pointer
            )
        }
        guard let fragment = PercentEncoding.decoded(text.dropFirst()) else {
            throw SchemaError(.reference, "\"\(text)\" is not a valid reference.", at: pointer)
        }
        let target =
            fragment.isEmpty || fragment.hasPrefix("/") ? JSONPointer(text: fragment) : anchors[fragment]
        guard let target, target.value(in: root) != nil else {
            throw SchemaError(.reference, "\"\(text)\" names nothing in this schema.", at: pointer)
        }
        return try node(at: target)
    }

    private func checkDialect() throws(SchemaError) {
        guard let dialect = root["$schema"] else { return }
        let known = [
            "https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#",
        ]
        guard case .string(let text) = dialect, known.contains(text) else {
            let shown = dialect.string ?? "$schema"
            throw SchemaError(
                .dialect,
                "The dialect \(shown) is not supported; \(known[0]) is.",
                at: JSONPointer(["$schema"])
            )
        }
    }

    // JSON Schema core 8.2.2. Values of `enum` and `const` are data, not schemas.
    private mutating func findAnchors(_ value: JSONValue, _ pointer: JSONPointer) throws(SchemaError) {
        guard pointer.tokens.count <= limits.depth else {
            throw SchemaError(.size, "The schema is nested deeper than \(limits.depth).", at: pointer)
        }
        switch value {
        case .object(let object):
            if case .string(let name)? = object["$anchor"], anchors[name] == nil { anchors[name] = pointer }
            if case .string? = object["$id"], !pointer.tokens.isEmpty {
                // References below it would mean that schema, not this one.
                throw SchemaError(
                    .reference,
                    "A schema within a schema cannot have an $id here.",
                    at: pointer
                )
            }
            for member in object where member.name != "enum" && member.name != "const" {
                try findAnchors(member.value, pointer.appending(member.name))
            }
        case .array(let values):
            for (index, value) in values.enumerated() { try findAnchors(value, pointer.appending(index)) }
        default: break
        }
    }
}

/// The fragment of a URI (RFC 3986 section 2.1).
enum PercentEncoding {
    static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard rest.count >= 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
