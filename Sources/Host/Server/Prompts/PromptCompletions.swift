// SPDX-License-Identifier: Apache-2.0

package import HostEngine
import HostStorage
package import MCP

/// Proposes clouds for prompts and ids for result links.
package struct PromptCompletions: CompletionSource {
    private let engine: Engine

    /// Proposes what an engine knows.
    ///
    /// - Parameter engine: knows clouds and results.
    package init(engine: Engine) { self.engine = engine }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func values(
        for reference: CompletionReference,
        argument: String,
        startingWith value: String,
        others: [String: String]
    ) async throws(ToolError) -> [String]? {
        switch argument {
        case "cloud_provider":
            return (engine.clouds.map(\.cloud) + ["all"]).filter { $0.hasPrefix(value) }
        case "id":
            do {
                return try await engine.results().map(\.id).filter { $0.hasPrefix(value) }
            } catch let error as EngineError {
                throw EngineTool.toolError(error)
            } catch {
                throw ToolError(.internal, "Results cannot be listed: \(error)")
            }
        default:
            return nil
        }
    }
}
