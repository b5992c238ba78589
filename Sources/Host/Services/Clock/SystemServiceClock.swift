// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The machine's clocks, with one thread for all wake-ups.
package final class SystemServiceClock: ServiceClock {
    private struct State {
        var alarms = Deadlines<@Sendable () -> Void>()
        var hasThread = false
        var isStopped = false
    }

    private enum Step {
        case fire(@Sendable () -> Void)
        case end
    }

    private let state = Monitor(State())

    /// Makes a clock; its thread starts with the first wake-up.
    package init() {}

    deinit { stop() }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func wallNanoseconds() -> Int64 { Self.read(CLOCK_REALTIME) }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func monotonicNanoseconds() -> Int64 { Self.read(CLOCK_MONOTONIC) }

    /// Reads CLOCK_MONOTONIC in nanoseconds.
    static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // SAFETY: `time` is a local that outlives the call.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func wake(at time: Int64, _ fire: @escaping @Sendable () -> Void) -> Bool {
        let monitor = state
        let accepted = state.withLock { state in
            guard !state.isStopped else { return false }
            if !state.hasThread { state.hasThread = Self.startThread(monitor) }
            if state.hasThread { state.alarms.insert(fire, at: time) }
            return state.hasThread
        }
        state.wakeAll()
        return accepted
    }

    private static func startThread(_ state: Monitor<State>) -> Bool {
        do {
            try ServiceThread.start("tw-clock") { serve(state) }
            return true
        } catch {
            // The caller of `wake` is told that nothing will fire.
            return false
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func stop() {
        state.withLock { state in
            state.isStopped = true
            state.alarms.removeAll()
        }
        state.wakeAll()
    }

    private static func serve(_ state: Monitor<State>) {
        while true {
            let step = state.wait(until: { $0.alarms.next }) { state -> Step? in
                if state.isStopped { return .end }
                return state.alarms.popDue(at: monotonic).map(Step.fire)
            }
            switch step {
            case .fire(let fire): fire()
            case .end: return
            case nil: continue
            }
        }
    }
}
