// SPDX-License-Identifier: Apache-2.0

public import PluginABI

/// The host as the plugin sees it; finds the host's services.
///
/// The pointers are the host's and stay valid until `destroy` returns, which is as long as the plugin lives.
@safe
public final class PluginHost: Sendable {
    // All of it is set once and points to constant tables of the host, which are safe on any thread.
    nonisolated(unsafe) let pointer: UnsafePointer<tw_host>  // constant
    nonisolated(unsafe) let http: UnsafePointer<tw_http>?  // constant
    nonisolated(unsafe) let clock: UnsafePointer<tw_clock>?  // constant
    nonisolated(unsafe) let configuration: UnsafePointer<tw_config>?  // constant
    nonisolated(unsafe) let secrets: UnsafePointer<tw_secrets>?  // constant
    nonisolated(unsafe) let store: UnsafePointer<tw_kv>?  // constant
    nonisolated(unsafe) let log: UnsafePointer<tw_log>?  // constant
    nonisolated(unsafe) let exec: UnsafePointer<tw_exec>?  // constant

    /// Looks the services up.
    ///
    /// - Parameter pointer: what `create` was given.
    @unsafe
    public init(_ pointer: UnsafePointer<tw_host>) {
        // SAFETY: the host's services are structs of the named type that outlive this object.
        func service<Table>(_ id: String, as type: Table.Type) -> UnsafePointer<Table>? {
            unsafe pointer.pointee.get_service?(pointer, id)?.assumingMemoryBound(to: type)
        }
        unsafe self.pointer = pointer
        unsafe http = service(TW_SERVICE_HTTP, as: tw_http.self)
        unsafe clock = service(TW_SERVICE_CLOCK, as: tw_clock.self)
        unsafe configuration = service(TW_SERVICE_CONFIG, as: tw_config.self)
        unsafe secrets = service(TW_SERVICE_SECRETS, as: tw_secrets.self)
        unsafe store = service(TW_SERVICE_KV, as: tw_kv.self)
        unsafe log = service(TW_SERVICE_LOG, as: tw_log.self)
        unsafe exec = service(TW_SERVICE_EXEC, as: tw_exec.self)
    }

    /// Says that what the provider's description answers has changed.
    public func descriptionChanged() {
        unsafe pointer.pointee.description_changed?(pointer, TW_EXTENSION_PROVIDER)
    }
}
