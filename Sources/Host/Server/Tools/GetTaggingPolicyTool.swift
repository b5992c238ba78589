// SPDX-License-Identifier: Apache-2.0

package import HostEngine
package import JSONCodec
package import MCP

/// The tool `get_tagging_policy` (requirements B6).
package struct GetTaggingPolicyTool: ServerTool {
    package let definition: ToolDefinition
    private let engine: Engine

    /// Makes the tool.
    ///
    /// - Parameter engine: answers.
    package init(engine: Engine) {
        self.engine = engine
        definition = ToolDefinition(
            name: "get_tagging_policy",
            title: "Get the tagging policy",
            description: """
                Returns the tagging policy in force, where it comes from, whether it is valid, and every resource type \
                that it applies to. Call this first: its types are the ones that other tools take.
                """,
            inputSchema: ["type": "object", "additionalProperties": false, "properties": [:]],
            outputSchema: Self.outputSchema,
            annotations: .local
        )
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        let document = engine.policyDocument()
        var outcome = EngineTool.outcome(document)
        outcome.isPartial = !document.isValid
        return outcome
    }

    private static let outputSchema = ResultSchema.object(
        required: [
            ("source", ResultSchema.text),
            ("valid", ResultSchema.flag),
            ("errors", ResultSchema.list(of: ["type": "object", "required": ["message"]])),
            ("required_tags", ResultSchema.list(of: ["type": "object", "required": ["name"]])),
            ("optional_tags", ResultSchema.list(of: ["type": "object", "required": ["name"]])),
            ("required_tag_count", ResultSchema.count),
            ("optional_tag_count", ResultSchema.count),
            ("all_applicable_resource_types", ResultSchema.list(of: ResultSchema.text)),
        ],
        optional: [
            ("version", ["type": ["string", "null"]]), ("tag_naming_rules", ["type": ["object", "null"]]),
        ]
    )
}
