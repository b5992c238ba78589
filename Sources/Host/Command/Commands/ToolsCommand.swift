// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostServer
import JSONCodec
import MCP

/// `tagwarden tools`: what can be called.
struct ToolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tools",
        abstract: "Lists the tools, or describes one.",
        subcommands: [List.self, Describe.self],
        defaultSubcommand: List.self
    )

    /// `tagwarden tools list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the tools.")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            Console.claim()
            try await Application.using(global.settings()) { application in
                let rows = application.tools.map { tool -> JSONValue in
                    ["name": .string(tool.definition.name), "title": .string(tool.definition.title)]
                }
                Console.print(output.format.text(of: ["tools": .array(rows)]))
            }
        }
    }

    /// `tagwarden tools describe TOOL`.
    struct Describe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one tool with its flags and schemas."
        )

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "The tool's name.")
        var tool: String

        func run() async throws {
            Console.claim()
            try await Application.using(global.settings()) { application in
                let definition = try application.tool(named: tool).definition
                let format = output.format
                Console.print(
                    format == .table ? Self.page(definition.json) : format.text(of: definition.json)
                )
            }
        }

        private static func page(_ tool: JSONValue) -> String {
            let flags = (tool["inputSchema"]?["properties"]?.object ?? [:])
                .map { property -> JSONValue in
                    let kinds = property.value["type"]?.strings ?? [property.value["type"]?.string ?? "any"]
                    return [
                        "flag": .string("--" + SchemaFlags.flag(of: property.name)),
                        "takes": .string(kinds.filter { $0 != "null" }.joined(separator: " or ")),
                        "meaning": property.value["description"] ?? .null,
                    ]
                }
            let text = [tool["name"], tool["title"], tool["description"]].compactMap { $0?.string }
            return text.map(TerminalText.safe).joined(separator: "\n\n") + "\n\n"
                + TableOutput.text(of: ["flags": .array(flags)])
        }
    }
}
