// SPDX-License-Identifier: Apache-2.0

package import MCP

/// A family of resources that clients can read.
package protocol ResourceSource: Sendable {
    /// The URI templates of what cannot be listed one by one.
    var templates: [ResourceTemplateDefinition] { get }

    /// Lists what can be read now; any order, the server sorts by URI.
    ///
    /// - Returns: the resources.
    /// - Throws: ``ToolError`` when the list cannot be made.
    func list() async throws(ToolError) -> [ResourceDefinition]

    /// Reads one resource.
    ///
    /// - Parameter uri: any text a client sent; check it before it touches a path or a query.
    /// - Returns: at least one piece, or nothing when this source has no such resource.
    /// - Throws: ``ToolError`` when it exists and cannot be read.
    func read(_ uri: String) async throws(ToolError) -> [ResourceContents]?
}

/// A prompt that clients can fill and show.
package protocol ServerPrompt: Sendable {
    /// What `prompts/list` shows.
    var definition: PromptDefinition { get }

    /// Fills the prompt.
    ///
    /// - Parameter arguments: every required argument is there, and no unknown one.
    /// - Returns: the messages.
    /// - Throws: ``ToolError``; ``ToolError/Code/invalidArguments`` when a value is impossible.
    func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage]
}

/// Proposes values for the arguments of prompts and the variables of resource templates.
package protocol CompletionSource: Sendable {
    /// Proposes values.
    ///
    /// - Parameters:
    ///   - reference: what is being filled; it exists in the catalog.
    ///   - argument: the argument or variable.
    ///   - value: what was typed so far.
    ///   - others: the arguments that are already decided.
    /// - Returns: all that fit, best first; the server sends the first 100. Nothing when it has no idea of these.
    /// - Throws: ``ToolError`` when they cannot be found out.
    func values(
        for reference: CompletionReference,
        argument: String,
        startingWith value: String,
        others: [String: String]
    ) async throws(ToolError) -> [String]?
}
