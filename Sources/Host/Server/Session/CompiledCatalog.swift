// SPDX-License-Identifier: Apache-2.0

import Logging
import JSONSchema
import MCP

/// A catalog made ready for serving: tools by name, and the offer that a session shows.
struct CompiledCatalog: Sendable {
    let generation: UInt64
    let offer: ServerOffer
    let tools: [String: CompiledTool]
    let prompts: [String: any ServerPrompt]
    let resources: [any ResourceSource]
    let completions: [any CompletionSource]

    /// Compiles a catalog; a tool whose schema cannot be used is left out and named in the log.
    init(_ catalog: ServerCatalog, _ logger: Logger) {
        generation = catalog.generation
        var tools: [String: CompiledTool] = [:]
        for tool in catalog.tools where tools[tool.definition.name] == nil {
            do throws(SchemaError) {
                tools[tool.definition.name] = try CompiledTool(tool)
            } catch {
                let metadata: Logger.Metadata = ["tool": "\(tool.definition.name)", "reason": "\(error)"]
                logger.error("A tool is not served because a schema of it is invalid.", metadata: metadata)
            }
        }
        self.tools = tools
        prompts = Dictionary(catalog.prompts.map { ($0.definition.name, $0) }) { first, _ in first }
        resources = catalog.resources
        completions = catalog.completions
        offer = ServerOffer(
            tools: tools.values.map(\.tool.definition),
            prompts: catalog.prompts.map(\.definition),
            templates: catalog.resources.flatMap(\.templates)
        )
    }
}
