// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets only so many tasks at once through; the others wait in line.
public final class Limiter: Sendable {
    fileprivate struct State {
        var free: Int
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
        var first = 0
        var lastTicket: UInt64 = 0
    }

    private let state: Mutex<State>

    /// Makes a limiter.
    ///
    /// - Parameter limit: most tasks at once.
    public init(_ limit: Int) { state = Mutex(State(free: max(limit, 1))) }

    /// Runs `body` when a place is free.
    ///
    /// - Parameter body: the work.
    /// - Returns: what `body` returns.
    /// - Throws: `CancellationError` when cancelled while waiting, and what `body` throws.
    public func run<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await enter()
        defer { leave() }
        return try await body()
    }

    /// Waits for a place; each one must be given back with ``leave()``.
    ///
    /// - Throws: `CancellationError` when cancelled while waiting.
    public func enter() async throws {
        guard await isEntered() else { throw CancellationError() }
    }

    private func isEntered() async -> Bool {
        let ticket: UInt64? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            state.lastTicket += 1
            return state.lastTicket
        }
        guard let ticket else { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isEntered: Bool = state.withLock { state in
                    // A place may have become free since the first look.
                    guard state.free == 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return false
                }
                if isEntered { continuation.resume(returning: true) }
                if Task.isCancelled { abandon(ticket) }
            }
        } onCancel: {
            abandon(ticket)
        }
    }

    /// Gives a place back.
    public func leave() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard state.first < state.waiting.count else {
                state.free += 1
                return nil
            }
            defer { state.advance() }
            return state.waiting[state.first].continuation
        }
        next?.resume(returning: true)
    }

    private func abandon(_ ticket: UInt64) {
        let abandoned: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard let place = state.waiting[state.first...].firstIndex(where: { $0.ticket == ticket }) else {
                return nil
            }
            return state.waiting.remove(at: place).continuation
        }
        abandoned?.resume(returning: false)
    }
}

extension Limiter.State {
    /// Drops the first that waits; the array is cut only now and then, so that this is O(1) on average.
    fileprivate mutating func advance() {
        first += 1
        if first > 64, first * 2 > waiting.count {
            waiting.removeFirst(first)
            first = 0
        }
    }
}
