// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The part of a plugin's configuration that its manifest asks for.
struct ConfigurationGrants: Sendable {
    private let granted: [[String]]
    private let tree: JSONValue

    /// Grants subtrees.
    ///
    /// - Parameters:
    ///   - pointers: JSON pointers of subtrees; "/" is everything.
    ///   - tree: the value of `plugins.<id>`.
    init(pointers: [String], tree: JSONValue) {
        granted = pointers.compactMap { $0 == "/" ? [] : JSONPointer(text: $0)?.tokens }
        self.tree = tree
    }

    /// Reads one value.
    ///
    /// - Parameter pointer: RFC 6901, from `plugins.<id>`.
    /// - Returns: the value.
    /// - Throws: ``ServiceRefusal`` when it is no pointer, is not granted, or leads nowhere.
    func value(at pointer: String) throws(ServiceRefusal) -> JSONValue {
        guard let path = JSONPointer(text: pointer) else {
            throw .argument("'\(pointer)' is no JSON pointer (RFC 6901); it begins with '/'.")
        }
        guard granted.contains(where: { path.tokens.starts(with: $0) }) else {
            throw ServiceRefusal(
                .permissionDenied,
                "The manifest does not ask for the setting '\(pointer)'; add it to permissions.configuration."
            )
        }
        guard let value = path.value(in: tree) else {
            throw ServiceRefusal(.notFound, "The setting '\(pointer)' is not set.")
        }
        return value
    }
}
