// SPDX-License-Identifier: Apache-2.0

/// Why a use case could not answer at all; what it could answer in part is a result, not an error.
package struct EngineError: Error, Sendable {
    /// What kind of failure it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let description: String

        /// An argument is of the wrong kind, unknown, or out of range.
        package static let invalidArgument = Code(description: "invalid_argument")
        /// Something that the call needs is not loaded or not configured.
        package static let failedPrecondition = Code(description: "failed_precondition")
        /// The cloud could not be asked: no credentials, no network, a broken plugin.
        package static let unavailable = Code(description: "unavailable")
        /// The policy cannot be used.
        package static let invalidPolicy = Code(description: "invalid_policy")
        /// What was asked for is not there.
        package static let notFound = Code(description: "not_found")
        /// The store failed.
        package static let storage = Code(description: "storage")
    }

    /// What kind of failure it is.
    package let code: Code
    /// What failed, and with which input.
    package let message: String
    /// What to do about it.
    package let remedy: String?
    /// The argument at fault, where there is one.
    package let argument: String?
    /// The error behind it.
    package let cause: (any Error)?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what failed, with which input.
    ///   - remedy: what to do.
    ///   - argument: the argument at fault.
    ///   - cause: the error behind it.
    package init(
        _ code: Code,
        _ message: String,
        remedy: String? = nil,
        argument: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.argument = argument
        self.cause = cause
    }
}

extension EngineError: CustomStringConvertible {
    package var description: String { remedy.map { "\(message) \($0)" } ?? message }
}
