// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Logging
import MCP

/// Does the work that a session asks for, against the catalog it began with.
struct WorkRunner: Sendable {
    let catalog: CompiledCatalog
    /// Takes secrets out of texts that leave the server.
    let redact: Redaction
    let logger: Logger

    func answer(
        _ work: SessionWork,
        send: @escaping @Sendable (ToolContext.Event) -> Void
    ) async -> SessionAnswer {
        do throws(ToolError) {
            switch work.kind {
            case .tool(let name, let arguments):
                return .tool(await call(name, arguments, work, send: send))
            case .resources:
                return .resources(try await list())
            case .resource(let uri):
                return .contents(try await read(uri))
            case .prompt(let name, let arguments):
                guard let prompt = catalog.prompts[name] else { throw Self.gone(name) }
                return .prompt(
                    description: prompt.definition.description,
                    try await prompt.messages(arguments)
                )
            case .completion(let reference, let argument, let value, let others):
                return .completion(try await values(reference, argument, value, others))
            }
        } catch {
            return .fault(fault(error))
        }
    }

    // MARK: Tools

    private func call(
        _ name: String,
        _ arguments: JSONValue,
        _ work: SessionWork,
        send: @escaping @Sendable (ToolContext.Event) -> Void
    ) async -> ToolAnswer {
        let caller = Caller(channel: .stdio, clientName: work.client.name, clientVersion: work.client.version)
        let context = ToolContext(caller: caller, trace: work.trace, send: send)
        do throws(ToolError) {
            guard let tool = catalog.tools[name] else { throw Self.gone(name) }
            return Self.answer(try await tool.call(arguments, context))
        } catch {
            if error.code == .internal {
                logger.error(
                    "A tool failed.",
                    metadata: ["tool": "\(name)", "reason": "\(redact(error.message))"]
                )
            }
            return failure(error)
        }
    }

    // server/tools.mdx, "Structured Content": the data should also be there as text.
    private static func answer(_ outcome: ToolOutcome) -> ToolAnswer {
        var content: [ContentBlock] = [.text(outcome.structured.text())]
        if !outcome.summary.isEmpty { content.append(.text(outcome.summary)) }
        content += outcome.links.map(ContentBlock.link)
        return ToolAnswer(structured: outcome.structured, content: content)
    }

    // server/tools.mdx, "Error Handling": whatever the model may mend is a result with `isError`.
    private func failure(_ error: ToolError) -> ToolAnswer {
        let hint = error.hint.map { "\n\(redact($0))" } ?? ""
        let message = redact(error.message)
        var summary: JSONObject = ["code": .string(error.code.description), "message": .string(message)]
        summary["hint"] = error.hint.map { .string(redact($0)) }
        summary["details"] = error.details.map { redact($0) }
        return ToolAnswer(
            structured: nil,
            content: [.text("\(error.code): \(message)\(hint)")],
            isError: true,
            meta: ["io.tagwarden/error": .object(summary)]
        )
    }

    private static func gone(_ name: String) -> ToolError {
        ToolError(.notFound, "\(name) was removed while the call was waiting.", hint: "List again.")
    }

    // MARK: Resources, completions

    /// What all sources list; one that fails is left out, unless all do.
    private func list() async throws(ToolError) -> [ResourceDefinition] {
        var found: [ResourceDefinition] = []
        var failures: [ToolError] = []
        for source in catalog.resources {
            do throws(ToolError) {
                found += try await source.list()
            } catch {
                failures.append(error)
                logger.warning(
                    "A source of resources cannot be listed.",
                    metadata: ["reason": "\(redact(error.message))"]
                )
            }
        }
        if let first = failures.first, failures.count == catalog.resources.count { throw first }
        return found
    }

    private func read(_ uri: String) async throws(ToolError) -> [ResourceContents] {
        for source in catalog.resources {
            if let contents = try await source.read(uri), !contents.isEmpty { return contents }
        }
        return []
    }

    private func values(
        _ reference: CompletionReference,
        _ argument: String,
        _ value: String,
        _ others: [String: String]
    ) async throws(ToolError) -> [String] {
        for source in catalog.completions {
            let found = try await source.values(
                for: reference,
                argument: argument,
                startingWith: value,
                others: others
            )
            if let found { return found }
        }
        return []
    }

    private func fault(_ error: ToolError) -> ProtocolFault {
        let isCallers = error.code == .invalidArguments || error.code == .notFound
        let hint = error.hint.map { " \(redact($0))" } ?? ""
        return ProtocolFault(
            isCallers ? .invalidParameters : .internalError,
            redact(error.message) + hint,
            detail: ["code": .string(error.code.description)]
        )
    }
}
