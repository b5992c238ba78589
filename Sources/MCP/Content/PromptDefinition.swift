// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// One prompt as `prompts/list` shows it (MCP 2026-07-28, server/prompts.mdx, "Prompt").
package struct PromptDefinition: Hashable, Sendable {
    /// One argument a prompt is filled with; values are texts.
    package struct Argument: Hashable, Sendable {
        /// The argument's name.
        package var name: String
        /// What it means.
        package var description: String?
        /// Whether the prompt cannot be made without it.
        package var isRequired: Bool

        /// Describes an argument.
        ///
        /// - Parameters:
        ///   - name: its name.
        ///   - description: what it means.
        ///   - isRequired: whether it must be given.
        package init(name: String, description: String? = nil, isRequired: Bool = false) {
            self.name = name
            self.description = description
            self.isRequired = isRequired
        }
    }

    /// The name a client asks for.
    package var name: String
    /// The name for people.
    package var title: String?
    /// What it helps with.
    package var description: String?
    /// Its arguments in the order in which a form shows them.
    package var arguments: [Argument]

    /// Describes a prompt.
    ///
    /// - Parameters:
    ///   - name: the name a client asks for.
    ///   - title: the name for people.
    ///   - description: what it helps with.
    ///   - arguments: its arguments.
    package init(
        name: String,
        title: String? = nil,
        description: String? = nil,
        arguments: [Argument] = []
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.arguments = arguments
    }

    /// The prompt as it goes over the wire.
    package var json: JSONValue {
        var object: JSONObject = ["name": .string(name)]
        object["title"] = title.map(JSONValue.string)
        object["description"] = description.map(JSONValue.string)
        object["arguments"] = .array(arguments.map(Self.json))
        return .object(object)
    }

    private static func json(_ argument: Argument) -> JSONValue {
        var object: JSONObject = ["name": .string(argument.name)]
        object["description"] = argument.description.map(JSONValue.string)
        object["required"] = .bool(argument.isRequired)
        return .object(object)
    }
}

/// One message of a filled prompt.
package struct PromptMessage: Hashable, Sendable {
    /// Who speaks.
    package enum Role: String, Sendable {
        /// The person.
        case user
        /// The model.
        case assistant
    }

    /// Who speaks.
    package var role: Role
    /// What is said.
    package var content: ContentBlock

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - role: who speaks.
    ///   - content: what is said.
    package init(_ role: Role, _ content: ContentBlock) {
        self.role = role
        self.content = content
    }

    /// The message as it goes over the wire.
    package var json: JSONValue { ["role": .string(role.rawValue), "content": content.json] }
}
