// SPDX-License-Identifier: Apache-2.0

import AWSProvider
public import PluginABI

/// The descriptor, made when the host first asks for it.
private let table = unsafe PluginTable(AWSPlugin.self) { host, instance, error in
    unsafe PluginTable.create(AWSPlugin.self, host, instance, error)
}

/// The plugin's one exported function (plugin.h).
///
/// - Parameters:
///   - offer: what the host says of itself.
///   - refusal: where a reason for not taking part would go.
/// - Returns: the descriptor.
@c @implementation
public func tagwarden_plugin_entry(
    _ offer: UnsafePointer<tw_offer>?,
    _ refusal: UnsafeMutablePointer<tw_bytes>?
) -> UnsafePointer<tw_plugin>? {
    unsafe table.pointer
}
