// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A value behind a lock on which threads can wait: what `Mutex` lacks.
@safe
final class Monitor<State>: @unchecked Sendable {  // `state` is touched under `lock` only
    /// What a waiting thread does next.
    enum Turn<Result> {
        case ready(Result)
        case wait
        /// Waits, but not past that time (nanoseconds of CLOCK_MONOTONIC).
        case waitUntil(Int64)
    }

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    init(_ state: State) {
        self.state = state
        // SAFETY: both are owned by this object and never move; freed in deinit, when no thread can wait.
        unsafe lock = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(lock)
        unsafe condition.deallocate()
        unsafe lock.deallocate()
    }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        // SAFETY: `lock` lives as long as this object.
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return body(&state)
    }

    /// Blocks this thread until `turn` answers ready; it is asked again after each signal.
    func await<Result>(_ turn: (inout State) -> Turn<Result>) -> Result {
        // SAFETY: `lock` and `condition` live as long as this object.
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while true {
            switch turn(&state) {
            case .ready(let result): return result
            case .wait: unsafe pthread_cond_wait(condition, lock)
            case .waitUntil(let time):
                var limit = timespec(tv_sec: Int(time / 1_000_000_000), tv_nsec: Int(time % 1_000_000_000))
                unsafe pthread_cond_timedwait(condition, lock, &limit)
            }
        }
    }

    func signal() { unsafe pthread_cond_signal(condition) }

    func broadcast() { unsafe pthread_cond_broadcast(condition) }
}

/// Nanoseconds of CLOCK_MONOTONIC, the clock of `tw_call.deadline_ns`.
enum MonotonicTime {
    static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time that far from now; the far future instead of an overflow.
    static func after(_ duration: Duration) -> Int64 {
        let (seconds, rest) = duration.components
        let whole = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !whole.overflow else { return seconds < 0 ? 0 : .max }
        let sum = whole.partialValue.addingReportingOverflow(now + rest / 1_000_000_000)
        return sum.overflow ? .max : max(1, sum.partialValue)
    }
}
