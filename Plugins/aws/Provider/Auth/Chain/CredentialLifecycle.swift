// SPDX-License-Identifier: Apache-2.0

/// When credentials are used, renewed and given up: a state machine without clock or waiting.
///
/// - empty: every caller waits; a fetch is begun unless one runs. Exits: fetched, failed (stays empty).
/// - fresh (over 15 minutes left, or no end): used. Exit: time.
/// - advisory (5 to 15 minutes left): the first caller fetches and falls back on what there is; the others use
///   what there is. Exits: fetched; failed (again after a pause); time.
/// - mandatory (up to 5 minutes left, or over): as empty. Exits: fetched; failed.
struct CredentialLifecycle: Sendable {
    /// What a caller does.
    enum Decision: Sendable, Equatable {
        /// Takes these.
        case use(AWSCredentials)
        /// Waits for the running fetch.
        case join
        /// Begins a fetch and waits for it; when it fails, these are still good.
        case fetch(fallback: AWSCredentials?)
    }

    /// Below this many seconds a caller tries to renew.
    static let advisoryWindow = 900.0
    /// Below this many seconds every caller waits for the renewal.
    static let mandatoryWindow = 300.0
    /// Seconds between two advisory attempts, so that a source that is down is not asked at every call.
    static let pause = 30.0

    /// What there is.
    private(set) var current: AWSCredentials?
    private var isFetching = false
    private var nextAttempt = WallClock(secondsSince1970: -.infinity)

    /// Starts empty.
    init() {}

    /// Decides for one caller.
    ///
    /// - Parameter now: the present time.
    /// - Returns: what the caller does.
    mutating func decide(at now: WallClock) -> Decision {
        guard let current else { return begin(fallback: nil) }
        guard let end = current.expiration else { return .use(current) }
        let left = end.secondsSince1970 - now.secondsSince1970
        if left >= Self.advisoryWindow { return .use(current) }
        // Credentials that never last longer than the windows are not fetched anew at every call either.
        let waits = now < nextAttempt
        if left > Self.mandatoryWindow {
            return isFetching || waits ? .use(current) : begin(fallback: current)
        }
        return waits && left > 0 && !isFetching ? .use(current) : begin(fallback: nil)
    }

    /// A fetch succeeded.
    ///
    /// - Parameters:
    ///   - credentials: what it gave.
    ///   - now: the present time.
    mutating func fetched(_ credentials: AWSCredentials, at now: WallClock) {
        current = credentials
        isFetching = false
        nextAttempt = now + Self.pause
    }

    /// A fetch failed, or nobody waited for it any more.
    ///
    /// - Parameter now: the present time.
    mutating func failed(at now: WallClock) {
        isFetching = false
        let isMandatory = (current?.expiration).map { $0 <= now + Self.mandatoryWindow } ?? true
        if !isMandatory { nextAttempt = now + Self.pause }
    }

    /// AWS does not take these any more.
    ///
    /// - Parameter credentials: the ones that were refused; others stay.
    mutating func discard(_ credentials: AWSCredentials) {
        guard current?.accessKeyID == credentials.accessKeyID,
            current?.sessionToken == credentials.sessionToken
        else { return }
        current = nil
    }

    private mutating func begin(fallback: AWSCredentials?) -> Decision {
        guard !isFetching else { return .join }
        isFetching = true
        return .fetch(fallback: fallback)
    }
}
