// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Credentials that many tasks use and one fetch renews.
///
/// A task that is cancelled leaves the others' fetch alone. The fetch itself is cancelled when nobody waits for it
/// any more, so that it never outlives its callers.
final class SharedCredentials: Sendable {
    /// How a fetch ended.
    typealias Outcome = Result<AWSCredentials, CredentialError>

    private struct Waiter {
        let continuation: CheckedContinuation<Outcome, Never>
        let fallback: AWSCredentials?
    }

    private struct State {
        var lifecycle = CredentialLifecycle()
        var waiters: [UInt64: Waiter] = [:]
        var nextWaiter: UInt64 = 0
        var flight: Task<Void, Never>?
        /// Counts fetches, so that a late end of an abandoned one changes nothing.
        var flightNumber: UInt64 = 0
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> WallClock
    private let fetch: @Sendable () async -> Outcome

    /// Shares what a fetch gives.
    ///
    /// - Parameters:
    ///   - now: tells the time.
    ///   - fetch: gets credentials from their source.
    init(
        now: @escaping @Sendable () -> WallClock,
        fetch: @escaping @Sendable () async -> Outcome
    ) {
        self.now = now
        self.fetch = fetch
    }

    /// Gives credentials, waiting for a fetch only where it has to.
    ///
    /// - Returns: credentials that are good for the next minutes.
    /// - Throws: ``CredentialError``: that of the fetch, or ``CredentialError/Code/cancelled``.
    func credentials() async throws(CredentialError) -> AWSCredentials {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { enter(id, $0) }
        } onCancel: {
            leave(id)
        }
        return try outcome.get()
    }

    /// How many callers wait for a fetch.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Forgets credentials that AWS does not take any more.
    func discard(_ credentials: AWSCredentials) {
        state.withLock { $0.lifecycle.discard(credentials) }
    }

    // MARK: - Waiting

    private func enter(_ id: UInt64, _ continuation: CheckedContinuation<Outcome, Never>) {
        let answer: Outcome? = state.withLock { state in
            // A cancellation before this point found no waiter to wake.
            if Task.isCancelled { return .failure(Self.cancelled) }
            switch state.lifecycle.decide(at: now()) {
            case .use(let credentials): return .success(credentials)
            case .join:
                state.waiters[id] = Waiter(continuation: continuation, fallback: nil)
            case .fetch(let fallback):
                state.waiters[id] = Waiter(continuation: continuation, fallback: fallback)
                state.flightNumber += 1
                state.flight = start(state.flightNumber)
            }
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func leave(_ id: UInt64) {
        let (waiter, abandoned) = state.withLock { state -> (Waiter?, Task<Void, Never>?) in
            guard let waiter = state.waiters.removeValue(forKey: id) else { return (nil, nil) }
            guard state.waiters.isEmpty, let flight = state.flight else { return (waiter, nil) }
            state.flight = nil
            state.flightNumber += 1
            state.lifecycle.failed(at: now())
            return (waiter, flight)
        }
        abandoned?.cancel()
        waiter?.continuation.resume(returning: .failure(Self.cancelled))
    }

    // MARK: - Fetching

    /// A task of its own, as it serves several callers: `leave` and `finish` end it.
    private func start(_ number: UInt64) -> Task<Void, Never> {
        Task { finish(number, await fetch()) }
    }

    private func finish(_ number: UInt64, _ outcome: Outcome) {
        let checked = outcome.flatMap { credentials -> Outcome in
            guard let end = credentials.expiration, end <= now() else { return .success(credentials) }
            return .failure(Self.expired(credentials.source))
        }
        let waiters = state.withLock { state -> [Waiter] in
            guard state.flightNumber == number else { return [] }
            switch checked {
            case .success(let credentials): state.lifecycle.fetched(credentials, at: now())
            case .failure: state.lifecycle.failed(at: now())
            }
            state.flight = nil
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters {
            switch (checked, waiter.fallback) {
            case (.failure, let fallback?): waiter.continuation.resume(returning: .success(fallback))
            default: waiter.continuation.resume(returning: checked)
            }
        }
    }

    private static let cancelled = CredentialError(.cancelled, "Waiting for credentials was cancelled.")

    private static func expired(_ source: String) -> CredentialError {
        CredentialError(
            .expired,
            "The source \"\(source)\" gave credentials that are already over. Check this machine's clock."
        )
    }
}
