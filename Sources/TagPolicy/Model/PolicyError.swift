// SPDX-License-Identifier: Apache-2.0

/// Why a policy cannot be used: everything that is wrong with it, at once.
package struct PolicyError: Error, Sendable {
    /// What kind of failure it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name.
        package let description: String

        /// The text is not JSON, or too large.
        package static let unreadable = Code(description: "policy_unreadable")
        /// The text is JSON but not a usable policy.
        package static let invalid = Code(description: "policy_invalid")
        /// The policy is valid but cannot be compiled for the clouds given.
        package static let uncompilable = Code(description: "policy_uncompilable")
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence: how many errors, and the first one.
    package let message: String
    /// Every error and warning, in the order of the file.
    package let diagnostics: [PolicyDiagnostic]

    /// Sums up diagnostics.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - diagnostics: what was found; at least one error.
    package init(_ code: Code, _ diagnostics: [PolicyDiagnostic]) {
        let errors = diagnostics.filter { $0.severity == .error }
        let first = errors.first.map { ": \($0)" } ?? ""
        self.code = code
        message =
            "The tagging policy has \(errors.count == 1 ? "an error" : "\(errors.count) errors")\(first)"
        self.diagnostics = diagnostics
    }
}

extension PolicyError: CustomStringConvertible {
    package var description: String {
        diagnostics.count > 1 ? diagnostics.map(\.description).joined(separator: "\n") : message
    }
}
