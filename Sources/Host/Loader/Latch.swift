// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Something that happens once and that a task can wait for, though not for ever.
final class Latch: Sendable {
    private struct State {
        var hasFired = false
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var nextWaiter: UInt64 = 0
        var expired: Set<UInt64> = []
    }

    private let state = Mutex(State())

    func fire() {
        let waiters = state.withLock { state in
            state.hasFired = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume(returning: true) }
    }

    /// Waits until it fires, or that long; tells whether it fired.
    func wait(atMost duration: Duration, _ watchdog: Watchdog) async -> Bool {
        let number: UInt64 = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let alarm = watchdog.schedule(at: MonotonicTime.after(duration)) { self.giveUp(number) }
        defer { watchdog.cancel(alarm) }
        return await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                if state.hasFired { return true }
                // The alarm may ring before this line.
                if state.expired.remove(number) != nil { return false }
                state.waiters[number] = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private func giveUp(_ number: UInt64) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: number)
            if waiter == nil { state.expired.insert(number) }
            return waiter
        }
        waiter?.resume(returning: false)
    }
}
