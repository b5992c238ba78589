// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// A version of the plugin contract.
package struct ABIVersion: Hashable, Sendable, CustomStringConvertible {
    /// Another major is another contract.
    package let major: Int
    /// Grows when something is appended.
    package let minor: Int

    /// The version of this host's headers.
    package static let host = ABIVersion(major: Int(TW_ABI_MAJOR), minor: Int(TW_ABI_MINOR))

    /// TW_PLUGIN_MAGIC, a macro that Swift does not import.
    static let pluginMagic: UInt32 = 0x4C50_5754

    package var description: String { "\(major).\(minor)" }
}
