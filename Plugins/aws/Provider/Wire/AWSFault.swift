// SPDX-License-Identifier: Apache-2.0

/// Why an action of AWS gave no usable answer.
struct AWSFault: Error, Sendable, CustomStringConvertible {
    /// What to conclude from it.
    enum Kind: Hashable, Sendable {
        /// AWS asks to slow down.
        case throttled
        /// The caller lacks a permission.
        case refused
        /// The credentials themselves are not accepted.
        case credentials
        /// The region is not enabled for the account.
        case regionDisabled
        /// What was asked about does not exist.
        case notFound
        /// The bucket lives in another region.
        case redirected
        /// AWS failed and may work again.
        case transient
        /// No reply came in time.
        case timeout
        /// AWS could not be reached.
        case network
        /// The reply is not what the API promises.
        case malformed
        /// The work was cancelled.
        case cancelled
        /// Anything else.
        case other
    }

    let kind: Kind
    /// AWS's own code, when there was a reply with one.
    let code: String?
    /// One sentence for people.
    let message: String
    /// The IAM action that is missing, when refused.
    var permission: String?
    /// How long AWS asks to wait.
    var retryAfter: Duration?
    /// The region that AWS points to, when redirected.
    var region: String?

    init(
        _ kind: Kind,
        code: String? = nil,
        _ message: String,
        permission: String? = nil,
        retryAfter: Duration? = nil,
        region: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.permission = permission
        self.retryAfter = retryAfter
        self.region = region
    }

    var description: String { message }

    /// What the retry state machine makes of it; `nil` for a fault that repeats itself.
    var retryable: RetryableFailure? {
        switch kind {
        case .throttled: .throttled(retryAfter: retryAfter)
        case .transient, .network, .malformed: .transient(retryAfter: retryAfter)
        case .timeout: .timeout
        default: nil
        }
    }

    /// A fault for a reply that lacks what the API promises.
    static func malformed(_ call: ServiceCall, _ what: String) -> AWSFault {
        AWSFault(.malformed, "The reply to \(call.title) is unusable: \(what)")
    }
}
