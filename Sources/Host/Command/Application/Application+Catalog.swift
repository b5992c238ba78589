// SPDX-License-Identifier: Apache-2.0
import HostLoader
import HostServer
import JSONCodec
import MCP

extension Application {
    /// Puts into the catalog what the loaded plugins and the engine can do now.
    func offer() {
        let tools = coreTools() + plugins.registry.tools.map { PluginToolAdapter($0) }
        catalog.update(CatalogChange(tools: true, resources: true, prompts: true)) { current in
            current.tools = tools
            current.resources = [PolicyResource(engine: engine), ResultResources(engine: engine)]
            current.prompts = AuditPrompt.all
            current.completions = [PromptCompletions(engine: engine)]
        }
    }

    /// The host's own tools: one row each.
    private func coreTools() -> [any ServerTool] {
        [
            CheckTagComplianceTool(engine: engine),
            FindUntaggedResourcesTool(engine: engine),
            ValidateResourceTagsTool(engine: engine),
            GetTaggingPolicyTool(engine: engine),
        ]
    }

    /// Follows the registry until cancelled: what plugins add or remove reaches clients.
    func followPlugins() async {
        for await _ in plugins.changes() { offer() }
    }

    /// The tools, in the order of their names.
    var tools: [any ServerTool] { catalog.current.tools.sorted { $0.definition.name < $1.definition.name } }

    /// Finds a tool.
    ///
    /// - Parameter name: its name.
    /// - Returns: the tool.
    /// - Throws: ``UsageError`` with the nearest name when there is none.
    func tool(named name: String) throws(UsageError) -> any ServerTool {
        if let tool = catalog.current.tools.first(where: { $0.definition.name == name }) { return tool }
        let names = tools.map(\.definition.name)
        let hint = Spelling.nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
        throw UsageError("There is no tool '\(name)'.\(hint) The tools are \(names.joined(separator: ", ")).")
    }
}
