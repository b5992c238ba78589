// SPDX-License-Identifier: Apache-2.0

/// Wall time.
enum Stopwatch {
    /// Runs work several times.
    ///
    /// - Parameters:
    ///   - rounds: how often.
    ///   - work: the work.
    /// - Returns: seconds of the quickest round.
    static func best(of rounds: Int, _ work: () -> Void) -> Double {
        (0..<rounds)
            .map { _ in
                let start = ContinuousClock.now
                work()
                return seconds(since: start)
            }
            .min() ?? 0
    }

    /// Seconds since a moment.
    ///
    /// - Parameter start: the moment.
    /// - Returns: seconds.
    static func seconds(since start: ContinuousClock.Instant) -> Double {
        start.duration(to: .now) / .seconds(1)
    }
}
