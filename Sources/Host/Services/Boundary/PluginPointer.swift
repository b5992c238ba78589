// SPDX-License-Identifier: Apache-2.0

/// The `user` pointer of a plugin's callback, which the host only hands back.
@safe
struct PluginPointer: @unchecked Sendable {  // opaque to the host; the plugin answers for its threads
    /// What the plugin gave.
    let raw: UnsafeMutableRawPointer?

    init(_ raw: UnsafeMutableRawPointer?) {
        // SAFETY: kept, never read through.
        unsafe self.raw = raw
    }
}
