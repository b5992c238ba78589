// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

extension PluginInstance {
    /// Ends a plugin: no new calls, time for those in flight, then `drain` and `destroy`.
    func retire(within limit: Duration) async {
        let calls = life.withLock { life in
            life.phase = .draining
            return Array(life.calls.values)
        }
        let drained = await startDraining()
        if !(await waitUntilIdle(atMost: limit)) {
            for call in calls { call.stop(.cancelled) }
            _ = await waitUntilIdle(atMost: core.options.grace + .seconds(1))
        }
        let isQuiet = await drained.wait(atMost: core.options.grace, core.watchdog)
        let isFree = life.withLock { life in
            let isFree = life.isIdle && life.wedged.isEmpty
            life.phase = .gone
            return isFree
        }
        guard isFree, isQuiet else {
            report(
                .unloadTimedOut,
                "Plugin \(id) was taken out but not destroyed: some of its calls have not ended.",
                severity: .error
            )
            return
        }
        await destroy()
    }

    /// Calls `drain`; the latch fires when the plugin says that it is drained.
    private func startDraining() async -> Latch {
        let drained = Latch()
        guard let drain = unsafe descriptor.table.drain else {
            drained.fire()
            return drained
        }
        // Kept for ever: a plugin may call back late or twice.
        let user = DrainTicket(latch: drained)
        let limit = core.options.createTimeout
        _ = await core.onHostThread(atMost: limit) {
            // SAFETY: `pointer` is destroyed after this; the ticket is never freed.
            unsafe drain(self.pointer, Unmanaged.passRetained(user).toOpaque()) { user in
                guard let user = unsafe user else { return }
                unsafe Unmanaged<DrainTicket>.fromOpaque(user).takeUnretainedValue().latch.fire()
            }
        }
        return drained
    }

    private final class DrainTicket: Sendable {
        let latch: Latch
        init(latch: Latch) { self.latch = latch }
    }

    private func waitUntilIdle(atMost limit: Duration) async -> Bool {
        let latch = Latch()
        let isIdle = life.withLock { life in
            if !life.isIdle { life.idle.append(latch) }
            return life.isIdle
        }
        if isIdle { return true }
        return await latch.wait(atMost: limit, core.watchdog)
    }

    private func destroy() async {
        if let destroy = unsafe descriptor.table.destroy {
            let isDestroyed: Void? = await core.onHostThread(atMost: core.options.createTimeout) {
                // SAFETY: nothing runs in the instance any more, and nothing can start.
                unsafe destroy(self.pointer)
            }
            guard isDestroyed != nil else {
                report(.unloadTimedOut, "Plugin \(id) hangs in `destroy`.", severity: .error)
                return
            }
        }
        context.connect(nil)
        core.services.release(context)
    }
}
