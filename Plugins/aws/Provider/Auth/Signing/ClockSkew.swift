// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How far this machine's clock is from AWS's, as learned from a refusal.
///
/// AWS takes a signature that is at most five minutes (S3: fifteen) off its own time.
final class ClockSkew: Sendable {
    private let offset = Mutex(0.0)

    /// Error codes that a wrong clock can cause.
    private static let codes: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure",
    ]

    /// Below this many seconds the refusal has another reason.
    private static let threshold = 240.0

    /// Starts with the machine's own time.
    init() {}

    /// Seconds to add to this machine's time to get AWS's.
    var seconds: Double { offset.withLock { $0 } }

    /// The time to sign with.
    ///
    /// - Parameter now: this machine's time.
    /// - Returns: AWS's time.
    func corrected(_ now: WallClock) -> WallClock { now + seconds }

    /// Learns from a refused request; call it before deciding about a retry.
    ///
    /// - Parameters:
    ///   - code: the AWS error code.
    ///   - reply: the reply, whose Date header field is the server's time.
    ///   - now: this machine's time when the reply came.
    /// - Returns: whether the correction changed, so that signing the request anew makes sense.
    func learn(code: String, from reply: HTTPResponse, now: WallClock) -> Bool {
        guard Self.codes.contains(code), let server = reply.header("Date").flatMap(InstantText.httpDate)
        else {
            return false
        }
        let found = server.secondsSince1970 - now.secondsSince1970
        return offset.withLock { current in
            guard abs(found - current) > Self.threshold else { return false }
            current = found
            return true
        }
    }
}
