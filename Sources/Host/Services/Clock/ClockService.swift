// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// `tagwarden.clock/1`: time, which tests can set.
enum ClockService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_clock(
            struct_size: UInt32(MemoryLayout<tw_clock>.size),
            reserved: 0,
            now_wall: { host in
                unsafe ServiceSession.of(host)?.machinery.options.clock.wallNanoseconds() ?? 0
            },
            now_monotonic: { host in
                unsafe ServiceSession.of(host)?.machinery.options.clock.monotonicNanoseconds() ?? 0
            },
            sleep: { host, nanoseconds, user, callback in
                guard let session = unsafe ServiceSession.of(host), let callback = unsafe callback else {
                    return 0
                }
                let user = unsafe PluginPointer(user)
                return session.machinery.sleeps.sleep(nanoseconds, owner: session.owner) { status in
                    // SAFETY: the plugin promised that `callback` may run once with `user` on a host thread.
                    unsafe callback(user.raw, status)
                }
            },
            cancel_sleep: { host, sleep in
                guard let session = unsafe ServiceSession.of(host) else { return }
                session.machinery.sleeps.cancel(sleep, owner: session.owner)
            }
        )
    )
}
