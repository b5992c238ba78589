// SPDX-License-Identifier: Apache-2.0

package import HostLoader
package import JSONCodec
package import MCP

/// A tool that a plugin registered, as the catalog offers it.
package struct PluginToolAdapter: ServerTool {
    package let definition: ToolDefinition
    private let tool: PluginTool

    /// Wraps a plugin's tool.
    ///
    /// - Parameter tool: the registered tool.
    package init(_ tool: PluginTool) {
        self.tool = tool
        definition = ToolDefinition(
            name: tool.name,
            title: tool.title,
            description: tool.description,
            inputSchema: tool.inputSchema,
            outputSchema: tool.outputSchema,
            annotations: ToolAnnotations(
                isReadOnly: tool.flags.contains(.readOnly),
                isDestructive: tool.flags.contains(.destructive),
                isIdempotent: tool.flags.contains(.idempotent),
                isOpenWorld: tool.flags.contains(.openWorld)
            ),
            meta: ["io.tagwarden/plugin": .string(tool.pluginID)]
        )
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        let deadline = context.deadline.map { ContinuousClock.now.duration(to: $0) }
        do {
            let options = CallOptions(deadline: deadline, meta: context.trace)
            let result = try await tool.call(arguments, options) { step in
                context.progress(step.done, of: step.total > 0 ? step.total : nil, step.message)
            }
            return ToolOutcome(structured: result, summary: "\(tool.title): done by plugin \(tool.pluginID).")
        } catch {
            throw Self.toolError(error)
        }
    }

    private static func toolError(_ error: PluginCallError) -> ToolError {
        let codes: [PluginCallError.Code: ToolError.Code] = [
            .invalidArgument: .invalidArguments, .notFound: .notFound, .permissionDenied: .accessDenied,
            .unauthenticated: .accessDenied, .unavailable: .unavailable, .resourceExhausted: .unavailable,
            .deadlineExceeded: .deadlineExceeded, .cancelled: .cancelled, .failedPrecondition: .notConfigured,
        ]
        return ToolError(
            codes[error.code] ?? .internal,
            "Plugin \(error.pluginID): \(error.message)",
            hint: error.hint,
            details: error.details
        )
    }
}
