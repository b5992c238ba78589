// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tasks that wait for credit; they share one question to the host and all try again when it answers.
final class CreditWaiters: Sendable {
    private struct State {
        var continuations: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastTicket: UInt64 = 0
        var isAsked = false
    }

    private let state = Mutex(State())

    /// Waits for `fire`; a cancelled task goes on at once.
    ///
    /// - Parameter ask: asks the host to call `fire`; called by the first of those that wait.
    func wait(asking ask: (CreditWaiters) -> Void) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isFirst = state.withLock { state in
                    state.continuations[ticket] = continuation
                    defer { state.isAsked = true }
                    return !state.isAsked
                }
                if isFirst { ask(self) }
                if Task.isCancelled { release(ticket) }
            }
        } onCancel: {
            release(ticket)
        }
    }

    /// Lets all go on.
    func fire() {
        let waiting = state.withLock { state in
            defer {
                state.continuations = [:]
                state.isAsked = false
            }
            return state.continuations.values.map { $0 }
        }
        for continuation in waiting { continuation.resume() }
    }

    private func release(_ ticket: UInt64) {
        state.withLock { $0.continuations.removeValue(forKey: ticket) }?.resume()
    }
}
