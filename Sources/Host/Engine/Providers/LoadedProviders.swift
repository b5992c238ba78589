// SPDX-License-Identifier: Apache-2.0

package import HostLoader
import JSONCodec

/// The providers of the plugins that are loaded, as the engine sees them.
package struct LoadedProviders: ProviderCatalog {
    private let registry: @Sendable () -> RegistrySnapshot

    /// Follows a registry.
    ///
    /// - Parameter registry: gives what is loaded at the moment.
    package init(_ registry: @escaping @Sendable () -> RegistrySnapshot) { self.registry = registry }

    package var providers: [any CloudProvider] {
        registry().providers
            .sorted { $0.description.cloud < $1.description.cloud }
            .map { LoadedProvider(provider: $0, profile: CloudProfile($0.description)) }
    }
}

/// One provider of a plugin; translates between the loader's terms and the engine's.
private struct LoadedProvider: CloudProvider {
    let provider: Provider
    let profile: CloudProfile

    var pluginID: String { provider.pluginID }

    func scopes(_ options: ProviderCallOptions) async throws -> JSONValue {
        do {
            return try await provider.scopes(CallOptions(options))
        } catch {
            throw Self.translated(error)
        }
    }

    func inventory(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue {
        do {
            return try await provider.inventory(arguments, CallOptions(options)) { event in
                try await sink(ProviderUpdate(event))
            }
        } catch {
            throw Self.translated(error)
        }
    }

    func lookup(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue {
        do {
            return try await provider.lookup(arguments, CallOptions(options)) { event in
                try await sink(ProviderUpdate(event))
            }
        } catch {
            throw Self.translated(error)
        }
    }

    /// What the sink threw is thrown on as it is; everything else is the provider's failure.
    private static func translated(_ error: PluginCallError) -> any Error {
        if error.code == .aborted, let cause = error.cause { return cause }
        if error.code == .cancelled { return CancellationError() }
        let code = ProviderFailure.Code(description: error.code.description)
        return ProviderFailure(code, error.message, hint: error.hint)
    }
}

extension CallOptions {
    fileprivate init(_ options: ProviderCallOptions) {
        self.init(deadline: options.deadline, meta: options.meta)
    }
}

extension ProviderUpdate {
    fileprivate init(_ event: ProviderEvent) {
        self =
            switch event {
            case .resources(let batch): .resources(batch)
            case .coverage(let cell, let outcome): .coverage(cell, outcome)
            case .diagnostic(let value): .diagnostic(value)
            case .progress(let done, let total, let message):
                .progress(done: done, total: total, message: message)
            }
    }
}

extension CloudProfile {
    /// Translates a provider's description.
    ///
    /// - Parameter description: the description.
    package init(_ description: ProviderDescription) {
        self.init(
            cloud: description.cloud,
            title: description.title,
            scopeTerm: description.scopeTerm,
            keyCase: KeyCase(description.keyCase),
            resourceTypes: description.resourceTypes.map { type in
                ResourceType(
                    type: type.type,
                    title: type.title,
                    generic: type.generic,
                    isRegional: type.regional
                )
            },
            filters: description.filters.map { filter in
                Filter(
                    name: filter.name,
                    aliases: filter.aliases,
                    meaning: Filter.Meaning(filter.means),
                    description: filter.description
                )
            },
            idPrefixes: description.idPrefixes
        )
    }
}

extension CloudProfile.KeyCase {
    fileprivate init(_ keyCase: ProviderDescription.KeyCase) {
        self =
            switch keyCase {
            case .sensitive: .sensitive
            case .insensitive: .insensitive
            case .lowercase: .lowercase
            }
    }
}

extension CloudProfile.Filter.Meaning {
    fileprivate init(_ meaning: ProviderDescription.Filter.Meaning) {
        self =
            switch meaning {
            case .regions: .regions
            case .scopes: .scopes
            case .resourceTypes: .resourceTypes
            case .other: .other
            }
    }
}
