// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
package import JSONSchema
import MCP

/// A tool with its schemas made ready: the one way in which every front end calls a tool.
package struct CompiledTool: Sendable {
    /// The tool itself.
    package let tool: any ServerTool
    private let input: CompiledSchema
    private let output: CompiledSchema?

    /// Compiles the schemas of a tool.
    ///
    /// - Parameter tool: the tool.
    /// - Throws: ``SchemaError`` when one of its schemas cannot be used.
    package init(_ tool: any ServerTool) throws(SchemaError) {
        self.tool = tool
        input = try CompiledSchema(compiling: tool.definition.inputSchema)
        if let schema = tool.definition.outputSchema {
            output = try CompiledSchema(compiling: schema)
        } else {
            output = nil
        }
    }

    /// Checks the arguments, calls the tool, and checks what it answers.
    ///
    /// - Parameters:
    ///   - arguments: from outside, of any form.
    ///   - context: who calls, and where progress goes.
    /// - Returns: an outcome that is valid against the tool's output schema.
    /// - Throws: ``ToolError``: `invalid_arguments` with every violation, `internal` when the tool breaks its own
    ///   schema, or what the tool throws.
    package func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        let name = tool.definition.name
        let violations = input.validate(arguments)
        guard violations.isEmpty else {
            throw ToolError(
                .invalidArguments,
                "The arguments of \(name) are not valid: \(Self.list(violations))",
                hint: "Mend what is named and call \(name) again; its input schema says what is possible.",
                details: ["violations": Self.details(violations)]
            )
        }
        let outcome = try await tool.call(arguments, context)
        // MCP 2026-07-28, server/tools.mdx, "Output Schema": results must conform.
        let broken = output?.validate(outcome.structured) ?? []
        guard broken.isEmpty else {
            throw ToolError(
                .internal,
                "\(name) answered with data that its own output schema does not allow: \(Self.list(broken))",
                hint: "This is a fault of the tool, not of the arguments; report it.",
                details: ["violations": Self.details(broken)]
            )
        }
        return outcome
    }

    private static func list(_ violations: [SchemaViolation]) -> String {
        violations.map(\.description).joined(separator: "; ") + "."
    }

    private static func details(_ violations: [SchemaViolation]) -> JSONValue {
        .array(
            violations.map { violation in
                [
                    "pointer": .string(violation.pointer.description),
                    "keyword": .string(violation.keyword),
                    "message": .string(violation.message),
                ]
            }
        )
    }
}
