// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Why a call failed, as the host tells it to the caller.
public struct PluginError: Error, Sendable, CustomStringConvertible {
    /// A status number of the contract (base.h).
    public struct Code: Hashable, Sendable {
        /// The number.
        public let status: Int32

        /// Wraps a number.
        ///
        /// - Parameter status: a TW_ number.
        public init(status: Int32) { self.status = status }

        /// The caller gave up.
        public static let cancelled = Code(status: TW_CANCELLED)
        /// The arguments are wrong whatever the state of the world.
        public static let invalidArgument = Code(status: TW_INVALID_ARGUMENT)
        /// The deadline passed.
        public static let deadlineExceeded = Code(status: TW_DEADLINE_EXCEEDED)
        /// What was asked for does not exist.
        public static let notFound = Code(status: TW_NOT_FOUND)
        /// The caller is known and lacks a right.
        public static let permissionDenied = Code(status: TW_PERMISSION_DENIED)
        /// A quota or rate limit.
        public static let resourceExhausted = Code(status: TW_RESOURCE_EXHAUSTED)
        /// The system is not in the needed state.
        public static let failedPrecondition = Code(status: TW_FAILED_PRECONDITION)
        /// The operation does not exist here.
        public static let unimplemented = Code(status: TW_UNIMPLEMENTED)
        /// A broken invariant.
        public static let internalError = Code(status: TW_INTERNAL)
        /// Not reachable now.
        public static let unavailable = Code(status: TW_UNAVAILABLE)
        /// No valid credentials.
        public static let unauthenticated = Code(status: TW_UNAUTHENTICATED)
    }

    /// What kind of failure it is.
    public let code: Code
    /// What failed, and with which input.
    public let message: String
    /// What to do about it.
    public let hint: String?
    /// Whether the same call may work later.
    public let isRetryable: Bool
    /// How long to wait before that.
    public let retryAfter: Duration?
    /// Further facts for programs.
    public let details: JSONValue?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what failed.
    ///   - hint: what to do.
    ///   - isRetryable: whether the same call may work later.
    ///   - retryAfter: how long to wait.
    ///   - details: further facts.
    public init(
        _ code: Code,
        _ message: String,
        hint: String? = nil,
        isRetryable: Bool = false,
        retryAfter: Duration? = nil,
        details: JSONValue? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.isRetryable = isRetryable
        self.retryAfter = retryAfter
        self.details = details
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String { hint.map { "\(message) \($0)" } ?? message }

    /// The JSON object that `done` takes with a failure (call.h).
    var json: JSONValue {
        var object: JSONObject = ["message": .string(message)]
        if let hint { object["hint"] = .string(hint) }
        if isRetryable { object["retryable"] = true }
        if let retryAfter { object["retry_after_ms"] = .integer(retryAfter.milliseconds) }
        if let details { object["details"] = details }
        return .object(object)
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }

    /// Whole nanoseconds, rounded down.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// Seconds as a fraction.
    public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
