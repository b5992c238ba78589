// SPDX-License-Identifier: Apache-2.0

package import PluginABI
import Synchronization

// Stands in for the loader until it is merged.

/// The part of a manifest that services read.
package struct PluginManifest: Sendable {
    /// What a plugin's manifest asks for.
    package struct Permissions: Sendable, Hashable {
        /// Hosts, exact or "*." and a suffix.
        package var hosts: [String] = []
        /// Environment variables whose URL's host is granted too.
        package var endpointsFromEnvironment: [String] = []
        /// Environment variables, exact or NAME_*.
        package var environment: [String] = []
        /// Files, with "~" and "*" within a segment.
        package var files: [String] = []
        /// Environment variables whose value is the path of a file that is granted too.
        package var filesFromEnvironment: [String] = []
        /// Whether credential programs may be run.
        package var processes = false
        /// Names of secrets.
        package var secrets: [String] = []
        /// JSON pointers below `plugins.<id>`; "/" is all.
        package var configuration: [String] = []
        /// Whether the plugin may keep values.
        package var keyValueStore = false

        /// Asks for nothing.
        package init() {}
    }

    /// The plugin's id.
    package var id: String
    /// What it asks for.
    package var permissions: Permissions

    /// Describes a plugin.
    ///
    /// - Parameters:
    ///   - id: the plugin's id.
    ///   - permissions: what it asks for.
    package init(id: String, permissions: Permissions = Permissions()) {
        self.id = id
        self.permissions = permissions
    }
}

/// Finds services for plugins.
package protocol ServiceSource: Sendable {
    /// Finds the struct of a service, valid until the plugin is destroyed.
    ///
    /// - Parameters:
    ///   - id: versioned id.
    ///   - plugin: who asks.
    /// - Returns: the struct, or nothing when the service is not offered.
    func service(_ id: String, for plugin: PluginContext) -> UnsafeRawPointer?
    /// Cancels what the plugin has begun and frees its state.
    ///
    /// - Parameter plugin: who is gone.
    func release(_ plugin: PluginContext)
}

/// One plugin instance as services see it.
@safe
package final class PluginContext: @unchecked Sendable {  // `host` is never written after `init`
    /// The plugin's id.
    package let id: String
    /// The plugin's manifest.
    package let manifest: PluginManifest
    /// The host's functions as this plugin gets them.
    package let host: UnsafePointer<tw_host>
    private let liveCalls = Mutex<[UInt64: [@Sendable () -> Void]]>([:])

    /// Makes a context that is never freed.
    ///
    /// - Parameter manifest: the plugin's manifest.
    package init(manifest: PluginManifest) {
        id = manifest.id
        self.manifest = manifest
        // SAFETY: never freed.
        let table = UnsafeMutablePointer<tw_host>.allocate(capacity: 1)
        unsafe host = UnsafePointer(table)
        unsafe table.initialize(to: tw_host())
        unsafe table.pointee.context = Unmanaged.passRetained(self).toOpaque()
    }

    /// Finds the context that a host struct belongs to.
    ///
    /// - Parameter host: the struct.
    /// - Returns: its context.
    package static func from(_ host: UnsafePointer<tw_host>) -> PluginContext {
        // SAFETY: the struct's `context` is an unretained pointer to a context that outlives it.
        unsafe Unmanaged<PluginContext>.fromOpaque(host.pointee.context).takeUnretainedValue()
    }

    /// Marks a call as running.
    ///
    /// - Parameter callID: its number.
    package func callBegan(_ callID: UInt64) { liveCalls.withLock { $0[callID] = [] } }

    /// Ends a call.
    ///
    /// - Parameter callID: its number.
    package func callEnded(_ callID: UInt64) {
        for handler in liveCalls.withLock({ $0.removeValue(forKey: callID) }) ?? [] { handler() }
    }

    /// Runs a handler once when that call is over; at once when it is.
    ///
    /// - Parameters:
    ///   - callID: the call.
    ///   - handler: what to run.
    package func onCallEnd(_ callID: UInt64, _ handler: @escaping @Sendable () -> Void) {
        if !liveCalls.withLock({ $0[callID]?.append(handler) != nil }) { handler() }
    }

    /// Runs work on an invoker thread.
    ///
    /// - Parameter work: what to run.
    /// - Returns: whether it will run.
    package func spawn(_ work: @escaping @Sendable () -> Void) -> Bool { false }
}
