// SPDX-License-Identifier: Apache-2.0

/// Why there are no AWS credentials.
///
/// No message holds a key, a token or a line of a credentials file.
struct CredentialError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The failure's name.
        let description: String

        /// Makes a code of one's own.
        init(_ description: String) { self.description = description }

        /// No source applies here.
        static let notFound = Code("not-found")
        /// A source was given one half of what it needs.
        static let incomplete = Code("incomplete")
        /// The profile that was asked for is in neither file.
        static let profileNotFound = Code("profile-not-found")
        /// A shared file cannot be parsed.
        static let malformedFile = Code("malformed-file")
        /// Settings contradict each other or lack something.
        static let invalidConfiguration = Code("invalid-configuration")
        /// Profiles name each other in a circle.
        static let loop = Code("loop")
        /// The role asks for a one-time code, which nobody is there to type.
        static let mfaRequired = Code("mfa-required")
        /// The single-sign-on session is over.
        static let loginRequired = Code("login-required")
        /// AWS refused to hand credentials out.
        static let refused = Code("refused")
        /// A source that is configured could not be asked or gave nonsense.
        static let sourceFailed = Code("source-failed")
        /// A source gave credentials that were already over.
        static let expired = Code("expired")
        /// The task was cancelled while it waited.
        static let cancelled = Code("cancelled")
    }

    /// One source that was asked in vain.
    struct Attempt: Hashable, Sendable {
        /// The source.
        let source: String
        /// Why it did not apply.
        let reason: String
    }

    /// What kind of failure it is.
    let code: Code
    /// What failed, with which input, and what to do.
    let message: String
    /// The sources that were asked before, in their order.
    let attempts: [Attempt]
    /// What led to it.
    let cause: (any Error)?

    /// Describes a failure.
    init(_ code: Code, _ message: String, attempts: [Attempt] = [], cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.attempts = attempts
        self.cause = cause
    }

    var description: String { message }

    /// The failure of a whole chain: names every source and what to do.
    ///
    /// - Parameters:
    ///   - attempts: every source with the reason why it did not apply.
    ///   - notes: files that exist and could not be read.
    /// - Returns: the error.
    static func nothingFound(_ attempts: [Attempt], notes: [String]) -> CredentialError {
        let tried = attempts.map { "\($0.source) (\($0.reason))" } + notes
        return CredentialError(
            .notFound,
            "No AWS credentials were found. Tried: \(tried.joined(separator: "; ")). Set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, or name a configured profile in AWS_PROFILE, or run `aws configure` "
                + "or `aws sso login`.",
            attempts: attempts
        )
    }
}
