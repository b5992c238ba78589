// SPDX-License-Identifier: Apache-2.0

/// Small durable values by namespace and key, as the `tagwarden.kv/1` service offers them to plugins.
///
/// Every function blocks for a disk access: call none on Swift's cooperative threads.
package protocol KeyValueStore: Sendable {
    /// Reads a value.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - namespace: whose key it is.
    ///   - now: the present.
    /// - Returns: the value, or `nil` when there is none or it has expired.
    /// - Throws: ``StorageError``.
    func value(_ key: [UInt8], in namespace: String, at now: Timestamp) throws -> [UInt8]?

    /// Writes a value; once this returns, it survives a loss of power.
    ///
    /// - Parameters:
    ///   - value: the value, at most ``KeyValueLimits/value`` bytes.
    ///   - key: the key, 1 to ``KeyValueLimits/key`` bytes.
    ///   - namespace: whose key it is.
    ///   - expires: when it goes; `nil` for never.
    /// - Throws: ``StorageError``; ``StorageError/Code/invalidArgument`` for a size beyond the limits.
    func setValue(_ value: [UInt8], for key: [UInt8], in namespace: String, expires: Timestamp?) throws

    /// Removes a value, if there is one.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - namespace: whose key it is.
    /// - Throws: ``StorageError``.
    func removeValue(_ key: [UInt8], in namespace: String) throws

    /// Lists the values whose keys begin with some bytes.
    ///
    /// - Parameters:
    ///   - prefix: the first bytes; empty for all.
    ///   - namespace: whose keys.
    ///   - now: the present.
    /// - Returns: keys and values in byte order of the keys.
    /// - Throws: ``StorageError``.
    func values(
        withPrefix prefix: [UInt8],
        in namespace: String,
        at now: Timestamp
    ) throws -> [(key: [UInt8], value: [UInt8])]
}

/// What a key-value pair may weigh, as services/kv.h states it.
package enum KeyValueLimits {
    /// Bytes of a key at most.
    package static let key = 512
    /// Bytes of a value at most.
    package static let value = 1 << 20
}

/// Everything that the host keeps between calls.
package protocol Store: InventoryStore, SnapshotStore, ResultStore, KeyValueStore {}
