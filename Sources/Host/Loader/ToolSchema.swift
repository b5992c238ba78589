// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import JSONSchema

/// A schema of a tool, checked when it is registered; arguments and results are validated here.
struct ToolSchema: Sendable {
    let value: JSONValue
    private let compiled: CompiledSchema

    /// Why a text is no schema of a tool.
    struct Fault: Error {
        let message: String
    }

    init(parsing text: String) throws(Fault) {
        do {
            value = try JSONValue(
                parsing: text,
                options: .init(maximumDepth: 64, maximumSize: 1 << 20, refusesDuplicates: true)
            )
        } catch {
            throw Fault(message: "is not JSON: \(error.description)")
        }
        guard value.object != nil else { throw Fault(message: "has to be a JSON object, not \(value.kind)") }
        // MCP 2025-11-25, Tools: inputSchema and outputSchema are JSON Schema objects of type object.
        guard value["type"]?.string == "object" else {
            throw Fault(message: "has to have \"type\": \"object\" at its root")
        }
        do {
            compiled = try CompiledSchema(compiling: value)
        } catch {
            throw Fault(message: "is no JSON Schema: \(error.description)")
        }
    }

    /// Tells how a value breaks the schema; nothing when it fits.
    func fault(in value: JSONValue) -> String? {
        let violations = compiled.validate(value)
        return violations.isEmpty ? nil : violations.map(\.description).joined(separator: "; ")
    }
}
