// SPDX-License-Identifier: Apache-2.0

/// What the host's services offer to plugins; the loader asks it for `tw_host.get_service`.
package protocol ServiceSource: Sendable {
    /// Finds a service's struct (`tw_http`, `tw_log`, ...).
    ///
    /// Called on any thread. The pointer has to stay valid until ``release(_:)`` for that plugin.
    /// - Parameters:
    ///   - id: versioned id, for example "tagwarden.http/1".
    ///   - plugin: who asks.
    /// - Returns: the struct, or nothing when it is not offered.
    func service(_ id: String, for plugin: PluginContext) -> UnsafeRawPointer?

    /// Says that the plugin is gone: its requests are cancelled and its state is freed.
    ///
    /// - Parameter plugin: the plugin.
    func release(_ plugin: PluginContext)
}
