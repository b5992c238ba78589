// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// The plugin's own small durable store. Its functions block for a disk access.
extension PluginHost {
    /// Reads a stored value.
    ///
    /// - Parameter key: its key, 1 to 512 bytes.
    /// - Returns: the value, or `nil` when there is none or it has expired.
    /// - Throws: ``ServiceError`` when the store cannot be read.
    public func storedValue(_ key: String) throws -> [UInt8]? {
        guard let get = unsafe store?.pointee.get else { throw Self.noStore }
        var value = unsafe tw_owned()
        let status = unsafe withABIBytes(key) { unsafe get(pointer, $0, &value) }
        switch status {
        case TW_OK: return unsafe takeOwned(value)
        case TW_NOT_FOUND: return nil
        default: throw ServiceError(.init(status), "Reading \(key) from the store failed (status \(status)).")
        }
    }

    /// Writes a value; it is durable when this returns.
    ///
    /// - Parameters:
    ///   - value: at most 1 MiB.
    ///   - key: its key, 1 to 512 bytes.
    ///   - lifetime: how long it is kept; `nil` is for ever.
    /// - Throws: ``ServiceError`` when it could not be written.
    public func storeValue(_ value: [UInt8], for key: String, lifetime: Duration? = nil) throws {
        guard let put = unsafe store?.pointee.put else { throw Self.noStore }
        let milliseconds = lifetime?.milliseconds ?? 0
        let status = unsafe withABIBytes(key) { key in
            unsafe withABIBytes(value) { value in unsafe put(pointer, key, value, milliseconds) }
        }
        guard status == TW_OK else {
            throw ServiceError(.init(status), "Writing \(key) to the store failed (status \(status)).")
        }
    }

    /// Removes a value; nothing happens when there is none.
    ///
    /// - Parameter key: its key.
    /// - Throws: ``ServiceError`` when the store cannot be written.
    public func removeStoredValue(_ key: String) throws {
        guard let remove = unsafe store?.pointee.remove else { throw Self.noStore }
        let status = unsafe withABIBytes(key) { unsafe remove(pointer, $0) }
        guard status == TW_OK else {
            throw ServiceError(.init(status), "Removing \(key) from the store failed (status \(status)).")
        }
    }

    private static var noStore: ServiceError {
        ServiceError(.init(TW_UNAVAILABLE), "The host offers no store (service \(TW_SERVICE_KV)).")
    }
}
