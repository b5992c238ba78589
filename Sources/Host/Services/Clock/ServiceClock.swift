// SPDX-License-Identifier: Apache-2.0

/// Time as plugins see it; tests drive one of their own.
package protocol ServiceClock: Sendable {
    /// Reads nanoseconds since 1970-01-01T00:00Z.
    ///
    /// - Returns: the time.
    func wallNanoseconds() -> Int64

    /// Reads nanoseconds of CLOCK_MONOTONIC, or of what stands for it.
    ///
    /// - Returns: the time.
    func monotonicNanoseconds() -> Int64

    /// Calls `fire` once, on a thread of the clock, when the monotonic time has come.
    ///
    /// - Parameters:
    ///   - time: monotonic nanoseconds; the past means at once.
    ///   - fire: must not block.
    /// - Returns: whether it will be called.
    func wake(at time: Int64, _ fire: @escaping @Sendable () -> Void) -> Bool

    /// Forgets what has not fired and stops threads.
    func stop()
}
