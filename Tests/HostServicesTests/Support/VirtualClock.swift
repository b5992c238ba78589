// SPDX-License-Identifier: Apache-2.0

import HostServices
import Synchronization

/// A clock that stands still until a test moves it; wake-ups run on the thread that moves it.
final class VirtualClock: ServiceClock {
    private struct Alarm {
        let time: Int64
        let order: Int
        let fire: @Sendable () -> Void
    }

    private struct State {
        var now: Int64 = 1_000
        var alarms: [Alarm] = []
        var count = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    func wallNanoseconds() -> Int64 { 1_700_000_000_000_000_000 + monotonicNanoseconds() }
    func monotonicNanoseconds() -> Int64 { state.withLock { $0.now } }

    func wake(at time: Int64, _ fire: @escaping @Sendable () -> Void) -> Bool {
        let accepted = state.withLock { state in
            guard !state.isStopped else { return false }
            state.count += 1
            state.alarms.append(Alarm(time: time, order: state.count, fire: fire))
            return true
        }
        if accepted { fireDue() }
        return accepted
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.alarms = []
        }
    }

    /// Moves the time on.
    func advance(by nanoseconds: Int64) {
        state.withLock { $0.now += nanoseconds }
        fireDue()
    }

    private func fireDue() {
        let due = state.withLock { state in
            let now = state.now
            let due = state.alarms.filter { $0.time <= now }
                .sorted { ($0.time, $0.order) < ($1.time, $1.order) }
            state.alarms.removeAll { $0.time <= now }
            return due
        }
        for alarm in due { alarm.fire() }
    }
}
