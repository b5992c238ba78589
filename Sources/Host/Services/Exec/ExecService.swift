// SPDX-License-Identifier: Apache-2.0

import HostLoader
import PluginABI

/// `tagwarden.exec/1`: run a function on the host's invoker threads.
enum ExecService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_exec(
            struct_size: UInt32(MemoryLayout<tw_exec>.size),
            reserved: 0,
            spawn: { host, user, function in
                guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
                guard let function = unsafe function else { return TW_INVALID_ARGUMENT }
                let user = unsafe PluginPointer(user)
                let accepted = session.plugin.spawn {
                    // SAFETY: the plugin promised that `function` may run once with `user` on any thread.
                    unsafe function(user.raw)
                }
                return accepted ? TW_OK : TW_UNAVAILABLE
            }
        )
    )
}
