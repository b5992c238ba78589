// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostEngine
import JSONCodec
import TagPolicy

/// `tagwarden policy`: checks, shows, explains and migrates tagging policies.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Checks, shows, explains and migrates tagging policies.",
        subcommands: [Validate.self, Show.self, Explain.self, Migrate.self]
    )

    /// `tagwarden policy validate FILE`.
    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reports every fault of a policy at once, with its line and JSON pointer."
        )

        @OptionGroup var output: OutputOptions

        @Argument(help: "The policy, JSON or YAML.")
        var file: String

        func run() async throws {
            Console.claim()
            let (isValid, diagnostics) = PolicyFile.diagnostics(of: try PolicyFile.read(file))
            Console.print(
                output.format.text(of: [
                    "file": .string(file), "valid": .bool(isValid), "diagnostics": .array(diagnostics),
                ])
            )
            if !isValid { throw ExitCode(ExitStatus.failed) }
        }
    }

    /// `tagwarden policy show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the policy in force and where it comes from."
        )

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            Console.claim()
            try await Application.using(global.settings()) { application in
                let document = application.engine.policyDocument()
                Console.print(output.format.text(of: document.json))
                if document.json["valid"] == false { throw ExitCode(ExitStatus.failed) }
            }
        }
    }

    /// `tagwarden policy explain RESOURCE`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says which rules judge a resource, and how each one did."
        )

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        @Argument(help: "ARN, Azure resource id or GCP full resource name.")
        var resource: String

        func run() async throws {
            Console.claim()
            try await Application.using(global.settings()) { application in
                let report = try await application.engine.explain(resource)
                let format = output.format
                if format == .table { Console.print(TerminalText.safe(report.summary) + "\n\n") }
                Console.print(format.text(of: report.json))
                guard report.status == .complete else { throw ExitCode(ExitStatus.failed) }
            }
        }
    }

    /// `tagwarden policy migrate FILE`.
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes a policy of schema v1 as v2.")

        @Argument(help: "The policy, JSON or YAML.")
        var file: String

        func run() async throws {
            Console.claim()
            do {
                let policy = try PolicyFile.policy(of: PolicyFile.read(file))
                Console.print(policy.json.text(.init(isPretty: true)) + "\n")
            } catch let error as PolicyError {
                throw UsageError(
                    "\(file) is not a valid policy. Run: tagwarden policy validate \(file)\n\(error.message)"
                )
            }
        }
    }
}

/// A policy file of the command line.
enum PolicyFile {
    /// A file's text and, when it is YAML, its value.
    struct Content {
        let bytes: [UInt8]
        let converted: JSONValue?
    }

    /// Reads a file.
    ///
    /// - Parameter path: the file.
    /// - Returns: its content.
    /// - Throws: ``UsageError``.
    static func read(_ path: String) throws(UsageError) -> Content {
        let text = try TextFile.contents(path) ?? ""
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else {
            return Content(bytes: Array(text.utf8), converted: nil)
        }
        return Content(bytes: Array(text.utf8), converted: try YAMLReader.value(of: text, source: path))
    }

    /// Parses a content.
    ///
    /// - Parameter content: what was read.
    /// - Returns: the policy.
    /// - Throws: `PolicyError` with every fault.
    static func policy(of content: Content) throws(PolicyError) -> TagPolicy {
        if let value = content.converted { return try TagPolicy(value: value, source: nil) }
        return try TagPolicy(parsing: content.bytes)
    }

    /// Lists a content's faults.
    ///
    /// - Parameter content: what was read.
    /// - Returns: whether the policy can be used, and its diagnostics.
    static func diagnostics(of content: Content) -> (isValid: Bool, diagnostics: [JSONValue]) {
        do {
            return (true, try policy(of: content).warnings.map(value))
        } catch {
            return (false, error.diagnostics.map(value))
        }
    }

    private static func value(_ diagnostic: PolicyDiagnostic) -> JSONValue {
        [
            "severity": .string("\(diagnostic.severity)"), "code": .string("\(diagnostic.code)"),
            "line": diagnostic.line.map { JSONValue($0) } ?? .null,
            "column": diagnostic.column.map { JSONValue($0) } ?? .null,
            "pointer": .string(diagnostic.pointer.description), "message": .string(diagnostic.message),
        ]
    }
}
