// SPDX-License-Identifier: Apache-2.0

import Glibc

/// State behind a lock that threads can also wait on; `Synchronization.Mutex` has no condition variable.
@safe
final class Monitor<State>: @unchecked Sendable {  // `state` is guarded by `mutex`
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    /// Guards a state.
    ///
    /// - Parameter state: its first value.
    init(_ state: sending State) {
        self.state = state
        // SAFETY: both are allocated and initialised here, and freed in `deinit` only.
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        // SAFETY: nobody else has a reference any more.
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Runs `body` with the lock held; `body` must not call plugin code.
    func withLock<Result, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // SAFETY: `mutex` lives as long as `self`.
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Wakes every waiting thread so that it looks at the state again.
    func wakeAll() {
        // SAFETY: `condition` lives as long as `self`.
        unsafe pthread_cond_broadcast(condition)
    }

    /// Blocks until `body` has an answer or the time is up.
    ///
    /// - Parameters:
    ///   - deadline: latest time in nanoseconds of CLOCK_MONOTONIC, asked for before each wait; nothing: for ever.
    ///   - body: looks at the state.
    /// - Returns: the answer, or nothing when the deadline passed.
    func wait<Answer>(
        until deadline: (State) -> Int64? = { _ in nil },
        _ body: (inout State) -> Answer?
    ) -> Answer? {
        // SAFETY: `mutex` and `condition` live as long as `self`; the lock is held around both uses of `state`.
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let answer = body(&state) { return answer }
            guard let limit = deadline(state) else {
                unsafe pthread_cond_wait(condition, mutex)
                continue
            }
            var time = timespec(tv_sec: Int(limit / 1_000_000_000), tv_nsec: Int(limit % 1_000_000_000))
            if unsafe pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT { return body(&state) }
        }
    }
}
