// SPDX-License-Identifier: Apache-2.0

/// Which operations an option is about: `SERVICE[:ACTION][@REGION]`, `*` for any.
package struct OperationPattern: Hashable, Sendable {
    private let service: String
    private let action: String
    private let region: String

    /// Reads `SERVICE[:ACTION][@REGION]`.
    ///
    /// - Parameter text: the text.
    /// - Throws: ``EstateError/Code/option`` if a part is empty.
    package init(parsing text: String) throws(EstateError) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let names = halves[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        service = String(names[0])
        action = names.count > 1 ? String(names[1]) : "*"
        region = halves.count > 1 ? String(halves[1]) : "*"
        guard !service.isEmpty, !action.isEmpty, !region.isEmpty else {
            throw EstateError(.option, "'\(text)' is not like SERVICE:ACTION@REGION.")
        }
    }

    /// Tells whether an operation is meant.
    ///
    /// - Parameter operation: the operation.
    /// - Returns: whether every part matches.
    package func matches(_ operation: EstateOperation) -> Bool {
        func fits(_ pattern: String, _ text: String) -> Bool { pattern == "*" || pattern == text }
        return fits(service, operation.service) && fits(action, operation.action)
            && fits(region, operation.region)
    }
}
