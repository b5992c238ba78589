// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import PluginABI

/// The provider of one cloud, served by a plugin (extensions/provider.h).
@safe
package struct Provider: @unchecked Sendable {  // the library of `table` is never unmapped
    /// The plugin.
    package let pluginID: String
    /// What the provider says about its cloud.
    package let description: ProviderDescription

    private let table: tw_provider
    private let instance: PluginInstance
    private let decoder: BatchDecoder

    init(_ table: tw_provider, _ description: ProviderDescription, _ instance: PluginInstance) {
        pluginID = instance.id
        self.description = description
        self.table = table
        self.instance = instance
        decoder = BatchDecoder(cloud: description.cloud, types: description.resourceTypes.map(\.type))
    }

    /// Lists scopes and their regions that the credentials open.
    ///
    /// - Parameter options: deadline and what the plugin is told.
    /// - Returns: the object that provider.h describes at `scopes`.
    /// - Throws: ``PluginCallError`` when nothing could be asked.
    package func scopes(_ options: CallOptions = CallOptions()) async throws(PluginCallError) -> JSONValue {
        unsafe try await run("scopes", unsafe table.scopes, .object([:]), options, nil) { _ in }
    }

    /// Lists resources with their tags.
    ///
    /// Cancelling the task cancels the call in the plugin.
    /// - Parameters:
    ///   - arguments: the object that provider.h describes at `inventory`.
    ///   - options: deadline and what the plugin is told.
    ///   - sink: gets events in order, one at a time; until it returns, the plugin has one credit less.
    /// - Returns: the object that provider.h describes at `inventory`.
    /// - Throws: ``PluginCallError``; of code `aborted` with a cause when `sink` throws.
    package func inventory(
        _ arguments: JSONValue,
        _ options: CallOptions = CallOptions(),
        sink: (ProviderEvent) async throws -> Void
    ) async throws(PluginCallError) -> JSONValue {
        unsafe try await run("inventory", unsafe table.inventory, arguments, options, decoder, sink)
    }

    /// Looks single resources up by id.
    ///
    /// Cancelling the task cancels the call in the plugin.
    /// - Parameters:
    ///   - arguments: the object that provider.h describes at `lookup`.
    ///   - options: deadline and what the plugin is told.
    ///   - sink: gets events in order, one at a time.
    /// - Returns: the object that provider.h describes at `lookup`.
    /// - Throws: ``PluginCallError``; of code `aborted` with a cause when `sink` throws.
    package func lookup(
        _ arguments: JSONValue,
        _ options: CallOptions = CallOptions(),
        sink: (ProviderEvent) async throws -> Void
    ) async throws(PluginCallError) -> JSONValue {
        unsafe try await run("lookup", unsafe table.lookup, arguments, options, decoder, sink)
    }

    private typealias Function = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<tw_call>?) -> Void

    private func run(
        _ name: String,
        _ function: Function?,
        _ arguments: JSONValue,
        _ options: CallOptions,
        _ decoder: BatchDecoder?,
        _ sink: (ProviderEvent) async throws -> Void
    ) async throws(PluginCallError) -> JSONValue {
        guard let function = unsafe function else {
            throw PluginCallError(
                .unimplemented,
                pluginID: pluginID,
                message: "Plugin \(pluginID) has no `\(name)`."
            )
        }
        let request = unsafe CallRequest(
            name: name,
            arguments: arguments,
            options: options,
            defaultDeadline: instance.core.options.providerDeadline,
            isBlocking: true,
            traits: CallTraits(decoder: decoder),
            start: { instance, call in unsafe function(instance, call) }
        )
        return try await instance.call(request) { event in
            switch event {
            case .resources(let resources): try await sink(.resources(resources))
            case .coverage(let cell, let outcome): try await sink(.coverage(cell, outcome))
            case .diagnostic(let value): try await sink(.diagnostic(value))
            case .progress(let done, let total, let message):
                try await sink(.progress(done: done, total: total, message: message))
            case .text, .document: break
            }
        }
    }
}
