// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// A tool's schema, checked when it is registered, and the place where arguments are validated.
struct ToolSchema: Sendable {
    let value: JSONValue

    /// Why a text is no schema of a tool.
    struct Fault: Error {
        let message: String
    }

    init(parsing text: String) throws(Fault) {
        let value: JSONValue
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
        self.value = value
    }

    /// Finds what is wrong with a call's arguments; nothing when they fit.
    func fault(in arguments: JSONValue) -> String? {
        guard arguments.object != nil else {
            return "The arguments have to be an object, not \(arguments.kind)."
        }
        for name in value["required"]?.strings ?? [] where arguments[name] == nil {
            return "The argument \"\(name)\" is missing."
        }
        return nil
    }
}
