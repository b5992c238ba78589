// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import PluginABI
import Synchronization

/// A tool that a plugin registered.
package struct PluginTool: Sendable {
    /// What a tool does to the world (host.h, `TW_TOOL_`).
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Changes nothing anywhere.
        package static let readOnly = Flags(rawValue: TW_TOOL_READ_ONLY)
        /// May destroy what it changes.
        package static let destructive = Flags(rawValue: TW_TOOL_DESTRUCTIVE)
        /// Calling twice has no further effect.
        package static let idempotent = Flags(rawValue: TW_TOOL_IDEMPOTENT)
        /// Reaches beyond this machine.
        package static let openWorld = Flags(rawValue: TW_TOOL_OPEN_WORLD)
        /// Blocks its thread.
        package static let blocking = Flags(rawValue: TW_TOOL_BLOCKING)
    }

    /// The plugin.
    package let pluginID: String
    /// Unique among all plugins.
    package let name: String
    /// Name for people.
    package let title: String
    /// What it does, for people and models.
    package let description: String
    /// JSON Schema of the arguments.
    package let inputSchema: JSONValue
    /// JSON Schema of the result, where the plugin gives one.
    package let outputSchema: JSONValue?
    /// What it does to the world.
    package let flags: Flags

    var number: UInt32 = 0
    let registration = Registration()
    private let schema: ToolSchema
    private let resultSchema: ToolSchema?
    private let defaultDeadline: Duration
    private let gate: ConcurrencyGate?
    private let instance: PluginInstance

    /// Checks a declaration; the fault names the tool and what is wrong.
    init(_ declaration: ToolDeclaration, _ instance: PluginInstance) throws(ToolSchema.Fault) {
        guard declaration.hasValidName else {
            throw ToolSchema.Fault(
                message:
                    "the tool name \"\(declaration.name)\" is not 1 to 64 characters of a-z, 0-9 and '_'."
            )
        }
        do {
            schema = try ToolSchema(parsing: declaration.inputSchema)
            resultSchema = try declaration.outputSchema.map { text throws(ToolSchema.Fault) in
                try ToolSchema(parsing: text)
            }
        } catch {
            throw ToolSchema.Fault(message: "a schema of the tool \(declaration.name) \(error.message).")
        }
        pluginID = instance.id
        name = declaration.name
        title = declaration.title
        description = declaration.description
        inputSchema = schema.value
        outputSchema = resultSchema?.value
        flags = Flags(rawValue: declaration.flags)
        defaultDeadline = declaration.defaultTimeout ?? instance.core.options.toolDeadline
        let limit = declaration.maximumConcurrency
        gate = limit > 0 ? ConcurrencyGate(limit: limit) : nil
        self.instance = instance
    }

    /// Calls the tool.
    ///
    /// Cancelling the task cancels the call in the plugin.
    /// - Parameters:
    ///   - arguments: an object that fits the input schema.
    ///   - options: deadline and what the plugin is told.
    ///   - onProgress: gets progress and texts in order, one at a time.
    /// - Returns: the plugin's result, an object.
    /// - Throws: ``PluginCallError`` with the plugin's status, or the host's when the plugin broke the contract.
    package func call(
        _ arguments: JSONValue,
        _ options: CallOptions = CallOptions(),
        onProgress: (ToolProgress) async -> Void = { _ in }
    ) async throws(PluginCallError) -> JSONValue {
        if let fault = schema.fault(in: arguments) {
            throw PluginCallError(.invalidArgument, pluginID: pluginID, message: fault)
        }
        guard let gate else { return try checked(await run(arguments, options, onProgress)) }
        guard await gate.enter() else {
            throw PluginCallError(
                .cancelled,
                pluginID: pluginID,
                message: "The call of \(name) was cancelled."
            )
        }
        defer { gate.leave() }
        return try checked(await run(arguments, options, onProgress))
    }

    /// A result that breaks the tool's own schema would mislead whoever trusts the schema.
    private func checked(_ result: JSONValue) throws(PluginCallError) -> JSONValue {
        guard let fault = resultSchema?.fault(in: result) else { return result }
        let message =
            "tool \(name) of plugin \(pluginID) answered with a result that breaks its schema: \(fault)"
        instance.report(.resultInvalid, message)
        throw PluginCallError(.internal, pluginID: pluginID, message: message)
    }

    /// Whether the plugin still has the tool; snapshots that were taken before keep pointing here.
    final class Registration: Sendable {
        private let isOver = Atomic(false)

        var isCurrent: Bool { !isOver.load(ordering: .acquiring) }

        func end() { isOver.store(true, ordering: .releasing) }
    }

    private func run(
        _ arguments: JSONValue,
        _ options: CallOptions,
        _ onProgress: (ToolProgress) async -> Void
    ) async throws(PluginCallError) -> JSONValue {
        guard registration.isCurrent else {
            throw PluginCallError(
                .notFound,
                pluginID: pluginID,
                message: "Plugin \(pluginID) has taken the tool \(name) back."
            )
        }
        guard let invoke = unsafe instance.descriptor.table.invoke else {
            throw PluginCallError(
                .unimplemented,
                pluginID: pluginID,
                message: "Plugin \(pluginID) has no `invoke`."
            )
        }
        let request = unsafe CallRequest(
            name: "tool \(name)",
            tool: number,
            arguments: arguments,
            options: options,
            defaultDeadline: defaultDeadline,
            isBlocking: flags.contains(.blocking),
            start: { instance, call in unsafe invoke(instance, call) }
        )
        var last = ToolProgress(done: 0, total: 0, message: "")
        return try await instance.call(request) { event in
            switch event {
            case .progress(let done, let total, let message):
                last = ToolProgress(done: done, total: total, message: message)
                await onProgress(last)
            case .text(let text):
                await onProgress(ToolProgress(done: last.done, total: last.total, message: text))
            default: break
            }
        }
    }
}
