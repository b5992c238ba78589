// SPDX-License-Identifier: Apache-2.0

package import HostEngine
package import JSONCodec
package import MCP

/// The tool `find_untagged_resources` (requirements B2).
package struct FindUntaggedResourcesTool: ServerTool {
    package let definition: ToolDefinition
    private let engine: Engine

    /// Makes the tool for the clouds that are loaded now.
    ///
    /// - Parameter engine: answers.
    package init(engine: Engine) {
        self.engine = engine
        definition = ToolDefinition(
            name: "find_untagged_resources",
            title: "Find untagged resources",
            description: """
                Lists resources that lack required tags, those that were never tagged included, with their age and \
                the tags that are missing. Values are not judged; check_tag_compliance does that.
                """,
            inputSchema: QuerySchema(clouds: engine.clouds)
                .schema([
                    (
                        "include_costs",
                        QuerySchema.flag("Add monthly cost estimates, where a cost source is loaded.")
                    ),
                    ("min_cost_threshold", ["type": ["number", "null"], "minimum": 0]),
                    ("limit", QuerySchema.limit("resources")),
                    ("force_refresh", QuerySchema.forceRefresh),
                    ("max_age", QuerySchema.maximumAge),
                ]),
            outputSchema: Self.outputSchema
        )
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        try await EngineTool.run(arguments, context) { try await engine.findUntagged($0, $1) }
    }

    private static let outputSchema = ResultSchema.object(
        required: [
            ("cloud_provider", ResultSchema.text),
            ("total_untagged", ResultSchema.countOrUnknown),
            ("total_never_tagged", ResultSchema.countOrUnknown),
            (
                "resources",
                ResultSchema.list(
                    of: ResultSchema.object(
                        required: [
                            ("cloud", ResultSchema.text), ("resource_id", ResultSchema.text),
                            ("resource_type", ResultSchema.text), ("scope", ResultSchema.text),
                            ("region", ResultSchema.text), ("arn", ResultSchema.text),
                            ("current_tags", ResultSchema.tags), ("never_tagged", ResultSchema.flag),
                            ("missing_required_tags", ResultSchema.list(of: ResultSchema.text)),
                            ("age_days", ResultSchema.countOrUnknown),
                        ],
                        optional: [
                            ("resource_name", ResultSchema.text),
                            ("monthly_cost_estimate", ResultSchema.money),
                        ]
                    )
                )
            ),
            ("resources_truncated", ResultSchema.flag),
            ("missing_by_tag", ["type": "object", "additionalProperties": ResultSchema.count]),
            ("data_quality", ResultSchema.dataQuality),
            ("policy", ResultSchema.policyReference),
            ("scan_timestamp", ResultSchema.timestamp),
        ],
        optional: [
            ("clouds", ["type": "object"]), ("total_monthly_cost", ResultSchema.money),
            ("cost_data_note", ResultSchema.text), ("result_id", ResultSchema.text),
        ]
    )
}
