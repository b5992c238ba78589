// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostServer
import JSONCodec
import MCP

/// `tagwarden call TOOL`: calls one tool and writes its result.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Calls a tool.",
        discussion: """
            Arguments are JSON, flags made from the tool's schema, or both (flags win): \
            call check_tag_compliance --json '{"severity":"all"}' --resource-types ec2:instance,s3:bucket. \
            Lists take commas; members of an object follow a dot (--filters.regions us-east-1).
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The tool's name.")
    var tool: String

    @Option(
        help: ArgumentHelp(
            "Arguments as a JSON object; - reads them from standard input.",
            valueName: "object"
        )
    )
    var json: String?

    @Argument(parsing: .allUnrecognized, help: "Flags of the tool; `tools describe TOOL` lists them.")
    var arguments: [String] = []

    func run() async throws {
        Console.claim()
        let settings = try global.settings()
        let given = try ArgumentText.object(json)
        try await Application.using(settings) { application in
            let called = try application.tool(named: tool)
            let flags = SchemaFlags(schema: called.definition.inputSchema)
            let merged = try flags.arguments(from: arguments, over: given)
            let outcome = try await application.call(called, .object(merged))
            ToolReport(outcome: outcome, format: output.format).write()
            if outcome.isPartial { throw ExitCode(ExitStatus.partial) }
        }
    }
}

/// Arguments given as JSON text.
enum ArgumentText {
    /// Reads an object.
    ///
    /// - Parameter text: JSON, `-` for standard input, or nothing.
    /// - Returns: the object; empty when nothing is given.
    /// - Throws: ``UsageError``.
    static func object(_ text: String?) throws(UsageError) -> JSONObject {
        guard let text else { return [:] }
        let source = text == "-" ? standardInput() : text
        let value: JSONValue
        do {
            value = try JSONValue(parsing: source, options: .init(refusesDuplicates: true))
        } catch {
            throw UsageError("--json is not valid JSON: \(error)")
        }
        guard let object = value.object else {
            throw UsageError(
                "--json must be an object, for example '{\"resource_types\":[\"all\"]}', not \(value.kind)."
            )
        }
        return object
    }

    private static func standardInput() -> String {
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        return text
    }
}

/// A tool's outcome on the terminal.
struct ToolReport {
    let outcome: ToolOutcome
    let format: OutputFormat

    /// Writes the result; a table gets its summary first.
    func write() {
        if format == .table { Console.print(TerminalText.safe(outcome.summary) + "\n\n") }
        Console.print(format.text(of: outcome.structured))
    }
}
