// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// One tool as `tools/list` shows it (MCP 2026-07-28, server/tools.mdx, "Tool").
package struct ToolDefinition: Hashable, Sendable {
    /// The name a client calls; `[a-z0-9_]{1,64}` is understood by every client in use.
    package var name: String
    /// The name for people.
    package var title: String
    /// What it does and when to use it, for a model to choose by.
    package var description: String
    /// JSON Schema 2020-12 of the arguments; the root's `type` is `object`.
    package var inputSchema: JSONValue
    /// JSON Schema of `structuredContent`; the root's `type` is `object`, as revision 2025-11-25 asks.
    package var outputSchema: JSONValue?
    /// How the tool behaves towards the world.
    package var annotations: ToolAnnotations
    /// Members for `_meta`; empty is left out.
    package var meta: JSONObject

    /// Describes a tool.
    ///
    /// - Parameters:
    ///   - name: the name a client calls.
    ///   - title: the name for people.
    ///   - description: what it does and when to use it.
    ///   - inputSchema: JSON Schema of the arguments.
    ///   - outputSchema: JSON Schema of the structured result.
    ///   - annotations: how it behaves towards the world.
    ///   - meta: members for `_meta`.
    package init(
        name: String,
        title: String,
        description: String,
        inputSchema: JSONValue,
        outputSchema: JSONValue? = nil,
        annotations: ToolAnnotations = .readOnly,
        meta: JSONObject = [:]
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.meta = meta
    }
}

/// Hints about a tool's effects (MCP 2026-07-28, server/tools.mdx, "ToolAnnotations").
package struct ToolAnnotations: Hashable, Sendable {
    /// It changes nothing outside this program's own state.
    package var isReadOnly: Bool
    /// It may delete or overwrite; says nothing when `isReadOnly`.
    package var isDestructive: Bool
    /// Calling it twice with the same arguments does no more than once.
    package var isIdempotent: Bool
    /// It talks to systems outside, such as a cloud.
    package var isOpenWorld: Bool

    /// States the hints.
    ///
    /// - Parameters:
    ///   - isReadOnly: changes nothing outside.
    ///   - isDestructive: may delete or overwrite.
    ///   - isIdempotent: a second equal call adds nothing.
    ///   - isOpenWorld: talks to systems outside.
    package init(isReadOnly: Bool, isDestructive: Bool, isIdempotent: Bool, isOpenWorld: Bool) {
        self.isReadOnly = isReadOnly
        self.isDestructive = isDestructive
        self.isIdempotent = isIdempotent
        self.isOpenWorld = isOpenWorld
    }

    /// Reads clouds and changes nothing.
    package static let readOnly = ToolAnnotations(
        isReadOnly: true,
        isDestructive: false,
        isIdempotent: true,
        isOpenWorld: true
    )

    /// Answers from this program's own files and state alone.
    package static let local = ToolAnnotations(
        isReadOnly: true,
        isDestructive: false,
        isIdempotent: true,
        isOpenWorld: false
    )
}

extension ToolDefinition {
    /// The tool as it goes over the wire.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": inputSchema,
        ]
        object["outputSchema"] = outputSchema
        object["annotations"] = [
            "title": .string(title),
            "readOnlyHint": .bool(annotations.isReadOnly),
            "destructiveHint": .bool(annotations.isDestructive),
            "idempotentHint": .bool(annotations.isIdempotent),
            "openWorldHint": .bool(annotations.isOpenWorld),
        ]
        if !meta.isEmpty { object["_meta"] = .object(meta) }
        return .object(object)
    }
}
