// SPDX-License-Identifier: Apache-2.0

/// A key and value on a resource, in the bytes that the cloud gave.
package struct Tag: Hashable, Sendable {
    /// The key.
    package var key: String
    /// The value; empty where the cloud gave none.
    package var value: String

    /// Pairs a key with a value.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - value: the value.
    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
