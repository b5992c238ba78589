// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// What a server says of itself.
package struct ServerIdentity: Hashable, Sendable {
    /// Its name for programs.
    package var name: String
    /// Its name for people.
    package var title: String
    /// Its version.
    package var version: String
    /// How a model makes good use of it as a whole; what the tools' descriptions do not say.
    package var instructions: String

    /// Describes a server.
    ///
    /// - Parameters:
    ///   - name: its name for programs.
    ///   - title: its name for people.
    ///   - version: its version.
    ///   - instructions: how a model makes good use of it.
    package init(name: String, title: String, version: String, instructions: String) {
        self.name = name
        self.title = title
        self.version = version
        self.instructions = instructions
    }

    var json: JSONValue {
        ["name": .string(name), "title": .string(title), "version": .string(version)]
    }

    // `listChanged` is promised from the first answer on, because clients ignore the notification otherwise;
    // what is promised here is answered, and nothing else (2025-11-25, lifecycle.mdx, "Capability Negotiation").
    static let capabilities: JSONValue = [
        "tools": ["listChanged": true],
        "resources": ["listChanged": true, "subscribe": true],
        "prompts": ["listChanged": true],
        "completions": [:],
        "logging": [:],
    ]
}

/// What a server offers while one message is handled.
package struct ServerOffer: Sendable {
    /// The tools, sorted by name.
    package var tools: [ToolDefinition]
    /// The prompts, sorted by name.
    package var prompts: [PromptDefinition]
    /// The resource templates, sorted by their text.
    package var templates: [ResourceTemplateDefinition]
    private var toolNames: Set<String>

    /// Collects what is offered; of two entries with one name the first stays.
    ///
    /// - Parameters:
    ///   - tools: the tools.
    ///   - prompts: the prompts.
    ///   - templates: the resource templates.
    package init(
        tools: [ToolDefinition] = [],
        prompts: [PromptDefinition] = [],
        templates: [ResourceTemplateDefinition] = []
    ) {
        // MCP 2026-07-28, server/tools.mdx: the order should be the same every time.
        self.tools = Self.distinct(tools, by: \.name)
        self.prompts = Self.distinct(prompts, by: \.name)
        self.templates = Self.distinct(templates, by: \.uriTemplate)
        toolNames = Set(tools.map(\.name))
    }

    func hasTool(_ name: String) -> Bool { toolNames.contains(name) }

    private static func distinct<Entry>(_ entries: [Entry], by key: (Entry) -> String) -> [Entry] {
        var seen: Set<String> = []
        return entries.filter { seen.insert(key($0)).inserted }
            .sorted { key($0).utf8.lexicographicallyPrecedes(key($1).utf8) }
    }
}
