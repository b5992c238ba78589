// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Sleeping plugins: each is woken exactly once, on the clock's thread.
///
/// A sleep goes from waiting to due (its time came, or it was cancelled) to called; it leaves the table only after
/// its callback has returned, which is what `release` waits for.
final class SleepQueue: Sendable {
    private struct Sleep {
        let owner: ServiceSession.Owner
        let callback: @Sendable (tw_status) -> Void
        var isCalled = false
    }

    private struct State {
        var sleeps: [UInt64: Sleep] = [:]
        var closed: Set<ServiceSession.Owner> = []
        var lastNumber: UInt64 = 0
        var isStopped = false
    }

    /// Sleeps of all plugins that may wait at once.
    private static let limit = 16_384

    private let clock: any ServiceClock
    private let state = Monitor(State())

    init(clock: any ServiceClock) { self.clock = clock }

    /// Begins a sleep.
    ///
    /// - Returns: its number, or 0 when nothing will be called.
    func sleep(
        _ nanoseconds: Int64,
        owner: ServiceSession.Owner,
        _ callback: @escaping @Sendable (tw_status) -> Void
    ) -> UInt64 {
        let number = state.withLock { state -> UInt64 in
            guard !state.isStopped, !state.closed.contains(owner), state.sleeps.count < Self.limit else {
                return 0
            }
            state.lastNumber += 1
            state.sleeps[state.lastNumber] = Sleep(owner: owner, callback: callback)
            return state.lastNumber
        }
        guard number != 0 else { return 0 }
        let end = clock.monotonicNanoseconds().addingReportingOverflow(max(nanoseconds, 0))
        let accepted = clock.wake(at: end.overflow ? .max : end.partialValue) { [self] in
            call(number, TW_OK)
        }
        if accepted { return number }
        // Nobody has called it, as the clock took nothing; `release` must not wait for it.
        state.withLock { state in _ = state.sleeps.removeValue(forKey: number) }
        return 0
    }

    /// Ends a sleep early, if it is one of the owner's and still waits.
    func cancel(_ number: UInt64, owner: ServiceSession.Owner) {
        let waits = state.withLock { state in
            state.sleeps[number].map { $0.owner == owner && !$0.isCalled } ?? false
        }
        guard waits else { return }
        _ = clock.wake(at: .min) { [self] in call(number, TW_CANCELLED) }
    }

    /// Cancels an owner's sleeps and waits until their callbacks have returned.
    func release(_ owner: ServiceSession.Owner) {
        let numbers = state.withLock { state in
            state.closed.insert(owner)
            return state.sleeps.filter { $0.value.owner == owner }.map(\.key).sorted()
        }
        for number in numbers where !clock.wake(at: .min, { [self] in call(number, TW_CANCELLED) }) {
            call(number, TW_CANCELLED)
        }
        let _: Void? = state.wait { state in
            state.sleeps.values.contains { $0.owner == owner } ? nil : ()
        }
        state.withLock { state in _ = state.closed.remove(owner) }
    }

    /// Cancels every sleep and refuses further ones.
    func stop() {
        let numbers = state.withLock { state in
            state.isStopped = true
            return state.sleeps.keys.sorted()
        }
        clock.stop()
        for number in numbers { call(number, TW_CANCELLED) }
    }

    private func call(_ number: UInt64, _ status: tw_status) {
        let callback = state.withLock { state -> (@Sendable (tw_status) -> Void)? in
            guard let sleep = state.sleeps[number], !sleep.isCalled else { return nil }
            state.sleeps[number]?.isCalled = true
            return sleep.callback
        }
        guard let callback else { return }
        callback(status)
        state.withLock { state in _ = state.sleeps.removeValue(forKey: number) }
        state.wakeAll()
    }
}
