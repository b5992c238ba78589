// SPDX-License-Identifier: Apache-2.0

package import Inventory
package import JSONCodec

/// The providers that are loaded at a moment.
package protocol ProviderCatalog: Sendable {
    /// The providers in the order of their clouds' names; one for a cloud.
    var providers: [any CloudProvider] { get }
}

/// One cloud, as extensions/provider.h defines its operations.
package protocol CloudProvider: Sendable {
    /// The plugin that brings it.
    var pluginID: String { get }
    /// What it says of its cloud.
    var profile: CloudProfile { get }

    /// Lists scopes and regions that the credentials open.
    ///
    /// - Parameter options: deadline and what travels with the call.
    /// - Returns: the result object of the operation.
    /// - Throws: ``ProviderFailure``, or `CancellationError`.
    func scopes(_ options: ProviderCallOptions) async throws -> JSONValue

    /// Lists resources with their tags.
    ///
    /// - Parameters:
    ///   - arguments: the argument object of the operation.
    ///   - options: deadline and what travels with the call.
    ///   - sink: takes what arrives, in order, one at a time; the provider waits for it.
    /// - Returns: the result object of the operation.
    /// - Throws: ``ProviderFailure``, `CancellationError`, or what `sink` throws.
    func inventory(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue

    /// Looks single resources up.
    ///
    /// - Parameters:
    ///   - arguments: the argument object of the operation.
    ///   - options: deadline and what travels with the call.
    ///   - sink: takes what arrives, in order, one at a time.
    /// - Returns: the result object of the operation.
    /// - Throws: ``ProviderFailure``, `CancellationError`, or what `sink` throws.
    func lookup(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue
}

/// What a provider sends while an operation runs.
package enum ProviderUpdate: Sendable {
    /// Rows of any cells.
    case resources([Resource])
    /// The end of a cell.
    case coverage(CoverageCell, CoverageOutcome)
    /// Something that the plugin's author wants to be known.
    case diagnostic(JSONValue)
    /// How far the operation is.
    case progress(done: Double, total: Double, message: String)
}

/// What travels with one operation.
package struct ProviderCallOptions: Sendable {
    /// The time it may take.
    package var deadline: Duration?
    /// Correlation id, session.
    package var meta: JSONObject

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - deadline: the time it may take.
    ///   - meta: what travels with it.
    package init(deadline: Duration? = nil, meta: JSONObject = [:]) {
        self.deadline = deadline
        self.meta = meta
    }
}

/// Why an operation of a provider failed as a whole.
package struct ProviderFailure: Error, Sendable {
    /// What kind of failure it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let description: String

        /// An argument was refused; the message names the valid ones.
        package static let invalidArgument = Code(description: "invalid_argument")
        /// The credentials are missing or do not open anything.
        package static let unauthenticated = Code(description: "unauthenticated")
        /// The time was over.
        package static let deadlineExceeded = Code(description: "deadline_exceeded")
        /// The operation is not offered.
        package static let unsupported = Code(description: "unsupported")
        /// Anything else: the network, the cloud, the plugin.
        package static let failed = Code(description: "failed")

        /// Names a code that has no constant here.
        ///
        /// - Parameter description: the code in snake_case.
        package init(description: String) { self.description = description }
    }

    /// What kind of failure it is.
    package let code: Code
    /// What failed.
    package let message: String
    /// What to do about it.
    package let hint: String?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what failed.
    ///   - hint: what to do.
    package init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

extension ProviderFailure {
    /// The message and what to do, in one text.
    var sentence: String { hint.map { "\(message) \($0)" } ?? message }
}
