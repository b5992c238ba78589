// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import PluginABI

/// Why a call into a plugin did not give a result.
package struct PluginCallError: Error, Sendable {
    /// A status number of base.h; those of gRPC.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The number.
        package let status: Int32

        /// The number's name in snake_case.
        package let description: String

        private init(_ status: Int32, _ description: String) {
            self.status = status
            self.description = description
        }

        /// The caller gave up.
        package static let cancelled = Code(TW_CANCELLED, "cancelled")
        /// An error without a better number.
        package static let unknown = Code(TW_UNKNOWN, "unknown")
        /// The arguments are wrong whatever the state of the world.
        package static let invalidArgument = Code(TW_INVALID_ARGUMENT, "invalid_argument")
        /// The deadline passed.
        package static let deadlineExceeded = Code(TW_DEADLINE_EXCEEDED, "deadline_exceeded")
        /// What was asked for does not exist.
        package static let notFound = Code(TW_NOT_FOUND, "not_found")
        /// What was to be made exists.
        package static let alreadyExists = Code(TW_ALREADY_EXISTS, "already_exists")
        /// Known caller, no right.
        package static let permissionDenied = Code(TW_PERMISSION_DENIED, "permission_denied")
        /// A quota or rate limit.
        package static let resourceExhausted = Code(TW_RESOURCE_EXHAUSTED, "resource_exhausted")
        /// The system is not in the state that this needs.
        package static let failedPrecondition = Code(TW_FAILED_PRECONDITION, "failed_precondition")
        /// A conflict; try again from the start.
        package static let aborted = Code(TW_ABORTED, "aborted")
        /// Past the end.
        package static let outOfRange = Code(TW_OUT_OF_RANGE, "out_of_range")
        /// The operation does not exist here.
        package static let unimplemented = Code(TW_UNIMPLEMENTED, "unimplemented")
        /// A broken invariant: a bug, mostly the plugin's.
        package static let `internal` = Code(TW_INTERNAL, "internal")
        /// Not reachable now.
        package static let unavailable = Code(TW_UNAVAILABLE, "unavailable")
        /// Data was lost or is corrupt.
        package static let dataLoss = Code(TW_DATA_LOSS, "data_loss")
        /// No valid credentials.
        package static let unauthenticated = Code(TW_UNAUTHENTICATED, "unauthenticated")

        private static let all: [Code] = [
            .cancelled, .unknown, .invalidArgument, .deadlineExceeded, .notFound, .alreadyExists,
            .permissionDenied, .resourceExhausted, .failedPrecondition, .aborted, .outOfRange,
            .unimplemented, .internal, .unavailable, .dataLoss, .unauthenticated,
        ]

        /// Finds the code of a number; nothing for TW_OK and for numbers that base.h does not list.
        static func known(_ status: Int32) -> Code? { all.first { $0.status == status } }
    }

    /// What kind of failure it is.
    package let code: Code
    /// The plugin that was called.
    package let pluginID: String
    /// What failed, in one sentence.
    package let message: String
    /// What to do about it, where the plugin knows.
    package let hint: String?
    /// Whether trying again may help.
    package let retryable: Bool
    /// How long to wait before trying again.
    package let retryAfter: Duration?
    /// Further facts of the plugin.
    package let details: JSONValue?
    /// The error that the caller's own sink threw, when that ended the call.
    package let cause: (any Error)?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - pluginID: the plugin called.
    ///   - message: one sentence.
    ///   - hint: what to do.
    ///   - retryable: whether trying again may help.
    ///   - retryAfter: how long to wait before.
    ///   - details: further facts.
    ///   - cause: the error behind it.
    package init(
        _ code: Code,
        pluginID: String,
        message: String,
        hint: String? = nil,
        retryable: Bool = false,
        retryAfter: Duration? = nil,
        details: JSONValue? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.pluginID = pluginID
        self.message = message
        self.hint = hint
        self.retryable = retryable
        self.retryAfter = retryAfter
        self.details = details
        self.cause = cause
    }
}

extension PluginCallError: CustomStringConvertible {
    package var description: String { "\(pluginID): \(message)" }
}
