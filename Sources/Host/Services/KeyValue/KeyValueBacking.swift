// SPDX-License-Identifier: Apache-2.0

/// Where `tagwarden.kv/1` keeps values; functions may block for a disk access and are called on any thread.
package protocol KeyValueBacking: Sendable {
    /// Reads a value.
    ///
    /// - Parameters:
    ///   - key: 1 to 512 bytes.
    ///   - namespace: the plugin's id.
    ///   - now: milliseconds since 1970; a value that expires then or earlier is not there.
    /// - Returns: the value, or nothing.
    /// - Throws: an error of the store.
    func value(_ key: [UInt8], in namespace: String, now: Int64) throws -> [UInt8]?

    /// Writes a value, durably once this returns.
    ///
    /// - Parameters:
    ///   - value: at most 1 MiB.
    ///   - key: 1 to 512 bytes.
    ///   - namespace: the plugin's id.
    ///   - expiry: milliseconds since 1970 from which on the value is gone; nothing: never.
    /// - Throws: an error of the store.
    func put(_ value: [UInt8], for key: [UInt8], in namespace: String, expiry: Int64?) throws

    /// Removes a value, if there is one.
    ///
    /// - Parameters:
    ///   - key: 1 to 512 bytes.
    ///   - namespace: the plugin's id.
    /// - Throws: an error of the store.
    func remove(_ key: [UInt8], in namespace: String) throws

    /// Reads the next values in the byte order of their keys.
    ///
    /// - Parameters:
    ///   - namespace: the plugin's id.
    ///   - prefix: what the keys begin with.
    ///   - last: only keys after this one; nothing: from the first.
    ///   - limit: most values.
    ///   - now: milliseconds since 1970; a value that expires then or earlier is not there.
    /// - Returns: keys and values; fewer than `limit` when there are no more.
    /// - Throws: an error of the store.
    func entries(
        in namespace: String,
        prefix: [UInt8],
        after last: [UInt8]?,
        limit: Int,
        now: Int64
    ) throws -> [(key: [UInt8], value: [UInt8])]
}
