// SPDX-License-Identifier: Apache-2.0

package import PluginABI
import Synchronization

/// One plugin instance as the host's services see it.
///
/// `tw_host.context` is an unretained pointer to it; contexts are never freed, because a plugin's threads may
/// ask for something after the plugin was destroyed.
@safe
package final class PluginContext: Sendable {
    /// Runs once when a call has ended.
    package typealias CallEndHandler = @Sendable () -> Void

    /// The plugin's id.
    package let id: String
    /// Its plugin.json.
    package let manifest: PluginManifest

    /// The host's functions as this plugin gets them.
    // SAFETY: written once in init, never freed.
    nonisolated(unsafe) package let host: UnsafePointer<tw_host>  // the table behind it is constant

    private let functions = Mutex<HostFunctions?>(nil)
    private let liveCalls = Mutex<[UInt64: [CallEndHandler]]>([:])

    /// Makes a context that is connected to no host yet, as tests of services use it.
    ///
    /// Calls are begun and ended by ``callBegan(_:)`` and ``callEnded(_:)``; the context is never freed.
    /// - Parameter manifest: who the plugin says it is.
    package init(manifest: PluginManifest) {
        id = manifest.id
        self.manifest = manifest
        // SAFETY: never freed (see the type's comment), so the pointer is valid for ever.
        let table = UnsafeMutablePointer<tw_host>.allocate(capacity: 1)
        unsafe host = UnsafePointer(table)
        unsafe table.initialize(to: HostTable.make(context: Unmanaged.passRetained(self).toOpaque()))
    }

    /// Finds the context of the pointer that a plugin passes to a service.
    ///
    /// - Parameter host: the very pointer that `create` was given.
    /// - Returns: the plugin's context.
    package static func from(_ host: UnsafePointer<tw_host>) -> PluginContext {
        // SAFETY: `context` was set from a retained PluginContext in init and is not the plugin's to touch.
        unsafe Unmanaged<PluginContext>.fromOpaque(host.pointee.context).takeUnretainedValue()
    }

    /// Runs a handler once when that call is cancelled, expires or ends.
    ///
    /// It runs on the thread that ends the call and must not block; at once on this one when the call is over.
    /// - Parameters:
    ///   - callID: `tw_call.id`.
    ///   - handler: what to run.
    package func onCallEnd(_ callID: UInt64, _ handler: @escaping CallEndHandler) {
        let isLive = liveCalls.withLock { calls in
            calls[callID]?.append(handler) != nil
        }
        if !isLive { handler() }
    }

    /// Runs work on an invoker thread, where it may block.
    ///
    /// - Parameter work: what to run.
    /// - Returns: whether it will be run; false once the plugin is gone or the host shuts down.
    package func spawn(_ work: @escaping @Sendable () -> Void) -> Bool {
        connected?.spawn(work) ?? false
    }

    /// Says that a call has begun.
    ///
    /// - Parameter callID: `tw_call.id`.
    package func callBegan(_ callID: UInt64) {
        liveCalls.withLock { $0[callID] = [] }
    }

    /// Says that a call is cancelled, expired or over; repeatable.
    ///
    /// - Parameter callID: `tw_call.id`.
    package func callEnded(_ callID: UInt64) {
        let handlers = liveCalls.withLock { $0.removeValue(forKey: callID) }
        for handler in handlers ?? [] { handler() }
    }

    // MARK: Connection

    /// What the plugin's host does; nothing before it is connected and after it was destroyed.
    var connected: HostFunctions? { functions.withLock { $0 } }

    func connect(_ functions: HostFunctions?) {
        self.functions.withLock { $0 = functions }
    }
}

/// What a host does for one plugin.
@safe
struct HostFunctions: Sendable {
    var service: @Sendable (_ id: String) -> UnsafeRawPointer?
    var registerTools: @Sendable ([ToolDeclaration]) -> Registration
    var unregisterTools: @Sendable ([UInt32]) -> tw_status
    var descriptionChanged: @Sendable (_ extension: String) -> Void
    var spawn: @Sendable (@escaping @Sendable () -> Void) -> Bool
    /// Says why tools were refused before they could be read.
    var refuseTools: @Sendable (_ reason: String) -> Void = { _ in }

    enum Registration {
        case numbers([UInt32])
        case refused(tw_status)
    }
}
