// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Why a service did not do what a plugin asked for.
struct ServiceRefusal: Error, Hashable, Sendable {
    /// A status number of the plugin contract (base.h).
    struct Code: Hashable, Sendable {
        /// The number.
        let status: tw_status

        static let cancelled = Code(status: TW_CANCELLED)
        static let unknown = Code(status: TW_UNKNOWN)
        static let invalidArgument = Code(status: TW_INVALID_ARGUMENT)
        static let deadlineExceeded = Code(status: TW_DEADLINE_EXCEEDED)
        static let notFound = Code(status: TW_NOT_FOUND)
        static let permissionDenied = Code(status: TW_PERMISSION_DENIED)
        static let resourceExhausted = Code(status: TW_RESOURCE_EXHAUSTED)
        static let failedPrecondition = Code(status: TW_FAILED_PRECONDITION)
        static let unavailable = Code(status: TW_UNAVAILABLE)
        static let dataLoss = Code(status: TW_DATA_LOSS)
    }

    /// What kind of refusal it is.
    let code: Code
    /// What failed, with which input and what to do; never a secret.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Another thing than what the contract says was passed.
    static func argument(_ message: String) -> ServiceRefusal { ServiceRefusal(.invalidArgument, message) }
}
