// SPDX-License-Identifier: Apache-2.0

/// All that a server offers at one moment; a running call keeps the one it began with.
package struct ServerCatalog: Sendable {
    /// Counts changes, so that two catalogs can be told apart.
    package internal(set) var generation: UInt64 = 0
    /// The tools; of two with one name the earlier wins.
    package var tools: [any ServerTool]
    /// The families of resources; the first that knows a URI answers.
    package var resources: [any ResourceSource]
    /// The prompts; of two with one name the earlier wins.
    package var prompts: [any ServerPrompt]
    /// Who proposes values; the first that has an idea answers.
    package var completions: [any CompletionSource]

    /// Collects what is offered.
    ///
    /// - Parameters:
    ///   - tools: the tools.
    ///   - resources: the families of resources.
    ///   - prompts: the prompts.
    ///   - completions: who proposes values.
    package init(
        tools: [any ServerTool] = [],
        resources: [any ResourceSource] = [],
        prompts: [any ServerPrompt] = [],
        completions: [any CompletionSource] = []
    ) {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
        self.completions = completions
    }
}

/// What changed since somebody last looked.
package struct CatalogChange: Hashable, Sendable {
    /// The list of tools.
    package var tools: Bool
    /// The list of resources or of templates.
    package var resources: Bool
    /// The list of prompts.
    package var prompts: Bool
    /// Resources whose contents changed.
    package var updated: Set<String>

    /// Names changes.
    ///
    /// - Parameters:
    ///   - tools: the list of tools changed.
    ///   - resources: the list of resources changed.
    ///   - prompts: the list of prompts changed.
    ///   - updated: resources whose contents changed.
    package init(
        tools: Bool = false,
        resources: Bool = false,
        prompts: Bool = false,
        updated: Set<String> = []
    ) {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
        self.updated = updated
    }

    /// Whether nothing changed.
    package var isEmpty: Bool { !tools && !resources && !prompts && updated.isEmpty }

    /// Adds what another names.
    ///
    /// - Parameter other: further changes.
    package mutating func formUnion(_ other: CatalogChange) {
        tools = tools || other.tools
        resources = resources || other.resources
        prompts = prompts || other.prompts
        updated.formUnion(other.updated)
    }
}
