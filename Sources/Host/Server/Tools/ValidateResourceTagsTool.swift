// SPDX-License-Identifier: Apache-2.0

package import HostEngine
package import JSONCodec
package import MCP

/// The tool `validate_resource_tags` (requirements B3).
package struct ValidateResourceTagsTool: ServerTool {
    package let definition: ToolDefinition
    private let engine: Engine

    /// Makes the tool for the clouds that are loaded now.
    ///
    /// - Parameter engine: answers.
    package init(engine: Engine) {
        self.engine = engine
        definition = ToolDefinition(
            name: "validate_resource_tags",
            title: "Validate the tags of single resources",
            description: """
                Looks up to 100 resources up by their full identifier and checks their tags against the policy. \
                Identifiers of several clouds may be mixed. A resource that does not exist, or that the credentials \
                may not see, has an outcome of its own and is not judged.
                """,
            inputSchema: [
                "type": "object",
                "additionalProperties": false,
                "properties": [
                    "resource_arns": [
                        "type": ["array", "string"], "items": ["type": "string", "minLength": 1],
                        "minItems": 1,
                        "maxItems": 100,
                        "description": "AWS ARNs, Azure resource ids or GCP full resource names.",
                    ],
                    "resource_ids": [
                        "type": ["array", "string"], "items": ["type": "string", "minLength": 1],
                        "minItems": 1,
                        "maxItems": 100, "description": "The same under another name.",
                    ],
                    "cloud_provider": QuerySchema(clouds: engine.clouds).cloud,
                ],
                "anyOf": [["required": ["resource_arns"]], ["required": ["resource_ids"]]],
            ],
            outputSchema: Self.outputSchema
        )
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        try await EngineTool.run(arguments, context) { try await engine.validateResources($0, $1) }
    }

    private static let outputSchema = ResultSchema.object(
        required: [
            ("total_resources", ResultSchema.count),
            ("compliant_resources", ResultSchema.count),
            ("non_compliant_resources", ResultSchema.count),
            ("out_of_scope_resources", ResultSchema.count),
            ("not_validated_resources", ResultSchema.count),
            (
                "results",
                ResultSchema.list(
                    of: ResultSchema.object(
                        required: [
                            ("resource_arn", ResultSchema.text), ("status", ResultSchema.text),
                            ("is_compliant", ["type": ["boolean", "null"]]),
                            ("violations", ResultSchema.list(of: ResultSchema.violation)),
                        ],
                        optional: [
                            ("resource_type", ResultSchema.text), ("current_tags", ResultSchema.tags),
                            ("permission", ResultSchema.text), ("detail", ResultSchema.text),
                        ]
                    )
                )
            ),
            ("data_quality", ["type": "object", "required": ["status"]]),
            ("policy", ResultSchema.policyReference),
            ("validation_timestamp", ResultSchema.timestamp),
        ]
    )
}
