// SPDX-License-Identifier: Apache-2.0

package import HostEngine
package import JSONCodec
package import MCP

/// The tool `check_tag_compliance` (requirements B1).
package struct CheckTagComplianceTool: ServerTool {
    package let definition: ToolDefinition
    private let engine: Engine

    /// Makes the tool for the clouds that are loaded now.
    ///
    /// - Parameter engine: answers.
    package init(engine: Engine) {
        self.engine = engine
        definition = ToolDefinition(
            name: "check_tag_compliance",
            title: "Check tag compliance",
            description: """
                Checks cloud resources against the tagging policy and returns a score, exact totals and the \
                violations. Read data_quality first: only status "complete" speaks for everything that was asked; \
                never present a partial result as the whole estate. Call get_tagging_policy to learn the resource \
                types instead of guessing them.
                """,
            inputSchema: QuerySchema(clouds: engine.clouds)
                .schema([
                    ("severity", QuerySchema.severity),
                    ("limit", QuerySchema.limit("violations")),
                    ("store_snapshot", QuerySchema.flag("Keep the totals in the history of violations.")),
                    ("force_refresh", QuerySchema.forceRefresh),
                    ("max_age", QuerySchema.maximumAge),
                ]),
            outputSchema: Self.outputSchema
        )
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome {
        try await EngineTool.run(arguments, context) { try await engine.checkCompliance($0, $1) }
    }

    private static let outputSchema = ResultSchema.object(
        required: [
            ("cloud_provider", ResultSchema.text),
            ("compliance_score", ResultSchema.score),
            ("total_resources", ResultSchema.count),
            ("compliant_resources", ResultSchema.count),
            ("non_compliant_resources", ResultSchema.count),
            ("out_of_scope_resources", ResultSchema.count),
            ("violations", ResultSchema.list(of: ResultSchema.violation)),
            ("violation_count", ResultSchema.count),
            ("violations_truncated", ResultSchema.flag),
            ("violation_totals", ["type": "object"]),
            ("regional_breakdown", ResultSchema.list(of: ResultSchema.breakdown("region"))),
            ("scope_breakdown", ResultSchema.list(of: ResultSchema.breakdown("scope"))),
            ("type_breakdown", ResultSchema.list(of: ResultSchema.breakdown("resource_type"))),
            ("data_quality", ResultSchema.dataQuality),
            ("policy", ResultSchema.policyReference),
            ("scan_timestamp", ResultSchema.timestamp),
            ("stored_in_history", ResultSchema.flag),
        ],
        optional: [
            ("overall_compliance", ResultSchema.score),
            ("clouds", ["type": "object", "additionalProperties": ["type": "object"]]),
            ("cross_cloud_inconsistencies", ResultSchema.list(of: ["type": "object"])),
            ("cost_attribution_gap", ResultSchema.money),
            ("total_cost_attribution_gap", ResultSchema.money),
            ("region_metadata", ["type": "object"]),
            ("result_id", ResultSchema.text),
        ]
    )
}
