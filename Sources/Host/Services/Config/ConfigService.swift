// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import PluginABI

/// `tagwarden.config/1`: settings and environment variables granted to the plugin.
enum ConfigService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_config(
            struct_size: UInt32(MemoryLayout<tw_config>.size),
            reserved: 0,
            get: { host, pointer, value in
                unsafe answer(host, pointer, value, limit: 4096) { session, text throws(ServiceRefusal) in
                    try session.configuration.value(at: text).bytes()
                }
            },
            environment: { host, name, value in
                unsafe answer(host, name, value, limit: 256) { session, text throws(ServiceRefusal) in
                    try session.variable(text)
                }
            }
        )
    )

    private static func answer(
        _ host: UnsafePointer<tw_host>?,
        _ key: tw_bytes,
        _ value: UnsafeMutablePointer<tw_owned>?,
        limit: Int,
        _ read: (ServiceSession, String) throws(ServiceRefusal) -> [UInt8]
    ) -> tw_status {
        guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
        guard let value = unsafe value else { return TW_INVALID_ARGUMENT }
        // SAFETY: the plugin lends `value` for this call; it is written, never read.
        unsafe value.initialize(to: OwnedBytes.nothing)
        do {
            let text = unsafe try BorrowedBytes.text(key, "key", limit: limit)
            unsafe value.initialize(to: OwnedBytes(try read(session, text)).moved())
            return TW_OK
        } catch {
            return error.code == .notFound ? TW_NOT_FOUND : session.refuse(error, by: TW_SERVICE_CONFIG)
        }
    }
}

extension ServiceSession {
    /// Reads an environment variable.
    ///
    /// - Parameter name: its name.
    /// - Returns: its value.
    /// - Throws: ``ServiceRefusal`` when it is not granted, not set, or empty.
    fileprivate func variable(_ name: String) throws(ServiceRefusal) -> [UInt8] {
        guard NamePatterns.isName(name) else {
            throw .argument("This is no name of an environment variable.")
        }
        guard variables.covers(name) else {
            throw ServiceRefusal(
                .permissionDenied,
                "The manifest does not ask for the variable \(name); add it to permissions.environment."
            )
        }
        guard let value = machinery.options.environment[name], !value.isEmpty else {
            throw ServiceRefusal(.notFound, "The variable \(name) is not set.")
        }
        return Array(value.utf8)
    }
}
