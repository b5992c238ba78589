// SPDX-License-Identifier: Apache-2.0

import HostEngine
import JSONCodec
import MCP

/// What the tools over the engine share: the context handed down, errors and outcomes handed up.
enum EngineTool {
    /// Runs a use case as a tool.
    ///
    /// - Parameters:
    ///   - arguments: valid against the tool's schema.
    ///   - context: who calls.
    ///   - work: the use case.
    /// - Returns: its result as an outcome, with a link to the whole where one is kept.
    /// - Throws: ``ToolError`` for what the engine throws.
    static func run(
        _ arguments: JSONValue,
        _ context: ToolContext,
        _ work: (JSONObject, CallContext) async throws -> some EngineResult
    ) async throws(ToolError) -> ToolOutcome {
        do {
            return outcome(try await work(arguments.object ?? [:], callContext(context)))
        } catch let error as EngineError {
            throw toolError(error)
        } catch is CancellationError {
            throw ToolError(.cancelled, "The call was cancelled.")
        } catch {
            throw ToolError(.internal, "An unexpected fault: \(error)")
        }
    }

    /// Shows a result as an outcome.
    ///
    /// - Parameter result: what the engine found.
    /// - Returns: its parts.
    static func outcome(_ result: some EngineResult) -> ToolOutcome {
        ToolOutcome(
            structured: result.json,
            summary: result.summary,
            links: result.resultID.map { ResultResources.links(to: $0) } ?? [],
            isPartial: result.status.map { $0 != .complete } ?? false
        )
    }

    private static func callContext(_ context: ToolContext) -> CallContext {
        CallContext(
            deadline: context.deadline.map { ContinuousClock.now.duration(to: $0) },
            meta: context.trace,
            onProgress: { context.progress(Double($0.done), of: Double($0.total), $0.message) }
        )
    }

    static func toolError(_ error: EngineError) -> ToolError {
        let codes: [EngineError.Code: ToolError.Code] = [
            .invalidArgument: .invalidArguments, .failedPrecondition: .notConfigured,
            .unavailable: .unavailable,
            .invalidPolicy: .notConfigured, .notFound: .notFound,
        ]
        return ToolError(
            codes[error.code] ?? .internal,
            error.message,
            hint: error.remedy,
            details: error.argument.map { ["argument": .string($0)] }
        )
    }
}
