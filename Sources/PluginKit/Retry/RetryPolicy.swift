// SPDX-License-Identifier: Apache-2.0

/// How often and how soon failed requests are sent again.
public struct RetryPolicy: Hashable, Sendable {
    /// Most times that one request is sent while the cloud throttles it.
    public var maximumAttempts: Int
    /// Most times that one request is sent when it fails in other ways.
    public var maximumTransientAttempts: Int
    /// Upper bound of the first wait after a transient failure; doubles with each further one.
    public var transientBase: Duration
    /// Upper bound of the first wait after throttling; doubles with each further one.
    public var throttlingBase: Duration
    /// Longest wait, unless the cloud asks for a longer one.
    public var maximumWait: Duration
    /// Longest wait that the cloud may ask for; above it the request is given up.
    public var maximumRetryAfter: Duration

    /// Sets the numbers.
    ///
    /// - Parameters:
    ///   - maximumAttempts: most times that one request is sent while it is throttled.
    ///   - maximumTransientAttempts: most times that it is sent when it fails otherwise.
    ///   - transientBase: first wait after a transient failure.
    ///   - throttlingBase: first wait after throttling.
    ///   - maximumWait: longest wait of our own.
    ///   - maximumRetryAfter: longest wait that the cloud may ask for.
    public init(
        maximumAttempts: Int = 12,
        maximumTransientAttempts: Int = 8,
        transientBase: Duration = .milliseconds(50),
        throttlingBase: Duration = .milliseconds(500),
        maximumWait: Duration = .seconds(20),
        maximumRetryAfter: Duration = .seconds(120)
    ) {
        self.maximumAttempts = maximumAttempts
        self.maximumTransientAttempts = maximumTransientAttempts
        self.transientBase = transientBase
        self.throttlingBase = throttlingBase
        self.maximumWait = maximumWait
        self.maximumRetryAfter = maximumRetryAfter
    }
}

/// What kind of failure a request met; only these are worth sending again.
public enum RetryableFailure: Hashable, Sendable {
    /// The cloud asks to slow down, and perhaps for how long.
    case throttled(retryAfter: Duration?)
    /// The cloud or the network failed and may work again, and perhaps when.
    case transient(retryAfter: Duration?)
    /// No reply came in time.
    case timeout

    var isThrottling: Bool {
        if case .throttled = self { true } else { false }
    }

    var retryAfter: Duration? {
        switch self {
        case .throttled(let wait), .transient(let wait): wait
        case .timeout: nil
        }
    }
}
