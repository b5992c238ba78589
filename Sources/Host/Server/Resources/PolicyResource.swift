// SPDX-License-Identifier: Apache-2.0

package import HostEngine
import JSONCodec
package import MCP

/// The tagging policy as the resource `tagwarden://policy`.
package struct PolicyResource: ResourceSource {
    private static let uri = "tagwarden://policy"
    private let engine: Engine

    /// Offers an engine's policy.
    ///
    /// - Parameter engine: has the policy.
    package init(engine: Engine) { self.engine = engine }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package var templates: [ResourceTemplateDefinition] { [] }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func list() async throws(ToolError) -> [ResourceDefinition] {
        [
            ResourceDefinition(
                uri: Self.uri,
                name: "policy",
                title: "Tagging policy",
                description: "The policy in force, its source, and the resource types that it applies to.",
                mimeType: "application/json"
            )
        ]
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func read(_ uri: String) async throws(ToolError) -> [ResourceContents]? {
        guard uri == Self.uri else { return nil }
        let text = engine.policyDocument().json.text(.init(isPretty: true))
        return [ResourceContents(uri: uri, mimeType: "application/json", text: text)]
    }
}
