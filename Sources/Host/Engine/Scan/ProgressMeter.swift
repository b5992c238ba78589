// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Adds up the progress of several clouds and tells it in order.
final class ProgressMeter: Sendable {
    private struct State {
        var done = 0
        var total = 0
    }

    private let state = Mutex(State())
    private let tell: @Sendable (EngineProgress) -> Void

    init(_ tell: @escaping @Sendable (EngineProgress) -> Void) { self.tell = tell }

    /// More cells are asked for.
    func expect(_ cells: Int, _ message: String) { report(message) { $0.total += cells } }

    /// Cells have ended.
    func finish(_ cells: Int = 1, _ message: String) { report(message) { $0.done += cells } }

    /// Nothing has ended, but there is something to say.
    func say(_ message: String) { report(message) { _ in } }

    private func report(_ message: String, _ change: (inout State) -> Void) {
        // Told under the lock, so that nobody hears of less after more.
        state.withLock { state in
            change(&state)
            let total = max(state.done, state.total)
            tell(EngineProgress(done: state.done, total: total, message: message))
        }
    }
}
