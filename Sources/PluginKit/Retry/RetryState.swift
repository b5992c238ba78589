// SPDX-License-Identifier: Apache-2.0

/// The life of one request: sent, perhaps sent again, given up.
///
/// A state machine without effects. Exits: a success (`succeeded`), or the action `giveUp`. Each `wait` is followed by one more sending.
public struct RetryState: Sendable {
    /// What to do after a failure.
    public enum Action: Hashable, Sendable {
        /// Wait that long, then send again.
        case wait(Duration)
        /// Report the failure.
        case giveUp(Reason)
    }

    /// Why a request is not sent again.
    public enum Reason: Hashable, Sendable {
        /// It was sent as often as the policy allows.
        case attempts
        /// The shared budget of retries is used up.
        case quota
        /// The wait that the cloud asks for is too long.
        case wait
        /// The wait would end after the deadline.
        case deadline
    }

    /// Times that the request was sent and failed.
    public private(set) var failures = 0
    private var paid = 0
    private let policy: RetryPolicy

    /// Begins with a request that was not sent yet.
    ///
    /// - Parameter policy: how often and how soon.
    public init(policy: RetryPolicy) { self.policy = policy }

    /// Decides after a failure.
    ///
    /// - Parameters:
    ///   - failure: what happened.
    ///   - remaining: time until the deadline; `nil` when there is none.
    ///   - quota: the budget that all requests of the service share.
    ///   - random: source of the jitter.
    /// - Returns: what to do.
    public mutating func failed(
        _ failure: RetryableFailure,
        remaining: Duration? = nil,
        quota: inout RetryQuota,
        random: inout some RandomNumberGenerator
    ) -> Action {
        failures += 1
        let limit = failure.isThrottling ? policy.maximumAttempts : policy.maximumTransientAttempts
        guard failures < limit else { return .giveUp(.attempts) }
        var wait = jitter(after: failure, &random)
        if let asked = failure.retryAfter {
            guard asked <= policy.maximumRetryAfter else { return .giveUp(.wait) }
            // The jitter goes on top, so that those who were told the same wait do not all come back at once.
            wait = asked + min(wait, policy.transientBase)
        }
        if let remaining, wait >= remaining { return .giveUp(.deadline) }
        guard let price = quota.take(for: failure) else { return .giveUp(.quota) }
        paid = price
        return .wait(wait)
    }

    /// Notes a success.
    ///
    /// - Parameter quota: the budget that all requests of the service share.
    public mutating func succeeded(quota: inout RetryQuota) {
        quota.giveBack(paid)
        paid = 0
    }

    /// Full jitter: any wait between nothing and the doubled base.
    private func jitter(
        after failure: RetryableFailure,
        _ random: inout some RandomNumberGenerator
    ) -> Duration {
        let base: Duration
        switch failure {
        case .throttled: base = policy.throttlingBase
        case .transient, .timeout: base = policy.transientBase
        }
        let doubled = base * (1 << min(failures - 1, 20))
        let bound = min(doubled, policy.maximumWait).nanoseconds
        // Scaled instead of drawn from a range: one number always suffices, and the bias is below 2^-29.
        return .nanoseconds(Int64(random.next().multipliedFullWidth(by: UInt64(max(bound, 0)) + 1).high))
    }
}
