// SPDX-License-Identifier: Apache-2.0

/// A plugin: one value that lives from the host's `create` to its `destroy`.
///
/// ``PluginTable`` turns a conforming type into the C descriptor that the host reads.
public protocol Plugin: Sendable {
    /// Names of the plugin and what it needs.
    static var identity: PluginIdentity { get }

    /// Sets the plugin up; must return within ten seconds and must not wait for the network.
    ///
    /// - Parameter host: what the host offers, valid as long as the plugin lives.
    /// - Throws: ``PluginError`` when the plugin cannot work here.
    init(host: PluginHost) throws
}

/// Constant facts of a plugin; they must equal those of its plugin.json.
public struct PluginIdentity: Sendable {
    /// The id, for example "aws".
    public let id: StaticString
    /// Semantic version.
    public let version: StaticString
    /// Name for people.
    public let title: StaticString
    /// SPDX licence expression.
    public let license: StaticString
    /// Ids of the host's services without which the plugin cannot work.
    public let needs: [StaticString]

    /// Collects the facts.
    ///
    /// - Parameters:
    ///   - id: the id.
    ///   - version: semantic version.
    ///   - title: name for people.
    ///   - license: SPDX licence expression.
    ///   - needs: ids of needed services.
    public init(
        id: StaticString,
        version: StaticString,
        title: StaticString,
        license: StaticString = "Apache-2.0",
        needs: [StaticString] = []
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.license = license
        self.needs = needs
    }
}

/// A plugin that lists the resources of one cloud: extension "tagwarden.provider/1".
///
/// What each operation takes and answers stands in the contract's extensions/provider.h.
public protocol ProviderPlugin: Plugin {
    /// The cloud's description: names, resource types, filters.
    var providerDescription: JSONObject { get }

    /// Lists scopes and their regions that the credentials open.
    ///
    /// - Parameter call: the call.
    /// - Returns: the call's result.
    /// - Throws: ``PluginError``, or `CancellationError` when the call is cancelled.
    func scopes(_ call: PluginCall) async throws -> JSONObject

    /// Lists resources with their tags; emits resources and coverage.
    ///
    /// - Parameter call: the call.
    /// - Returns: the call's result.
    /// - Throws: ``PluginError``, or `CancellationError` when the call is cancelled.
    func inventory(_ call: PluginCall) async throws -> JSONObject

    /// Looks single resources up by id; emits those found.
    ///
    /// - Parameter call: the call.
    /// - Returns: the call's result.
    /// - Throws: ``PluginError``, or `CancellationError` when the call is cancelled.
    func lookup(_ call: PluginCall) async throws -> JSONObject
}
