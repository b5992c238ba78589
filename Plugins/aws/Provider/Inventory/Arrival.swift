// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value that one task finds out and many wait for.
final class Arrival<Value: Sendable>: Sendable {
    private enum State {
        case awaited([Int: CheckedContinuation<Result<Value, any Error>, Never>], last: Int)
        case arrived(Result<Value, any Error>)
    }

    private let state = Mutex(State.awaited([:], last: 0))

    /// Hands the value to all that wait and will wait; a second one is ignored.
    func arrive(_ result: Result<Value, any Error>) {
        let waiting = state.withLock { state -> [CheckedContinuation<Result<Value, any Error>, Never>] in
            guard case .awaited(let waiting, _) = state else { return [] }
            state = .arrived(result)
            return Array(waiting.values)
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }

    /// Waits for the value.
    ///
    /// - Throws: what `arrive` was given, or `CancellationError`.
    func value() async throws -> Value {
        let ticket = state.withLock { state -> Int in
            guard case .awaited(let waiting, let last) = state else { return 0 }
            state = .awaited(waiting, last: last + 1)
            return last + 1
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let arrived = state.withLock { state -> Result<Value, any Error>? in
                    switch state {
                    case .arrived(let result): return result
                    case .awaited(var waiting, let last):
                        waiting[ticket] = continuation
                        state = .awaited(waiting, last: last)
                        return nil
                    }
                }
                if let arrived { continuation.resume(returning: arrived) }
                if Task.isCancelled { abandon(ticket) }
            }
        } onCancel: {
            abandon(ticket)
        }
        return try result.get()
    }

    private func abandon(_ ticket: Int) {
        let abandoned = state.withLock { state -> CheckedContinuation<Result<Value, any Error>, Never>? in
            guard case .awaited(var waiting, let last) = state else { return nil }
            let found = waiting.removeValue(forKey: ticket)
            state = .awaited(waiting, last: last)
            return found
        }
        abandoned?.resume(returning: .failure(CancellationError()))
    }
}
