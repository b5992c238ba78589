// SPDX-License-Identifier: Apache-2.0
import HostServices
import HostStorage

/// The `tagwarden.kv/1` service's values, kept in the store.
struct StoredPluginValues: KeyValueBacking {
    /// Where they are kept.
    let store: any KeyValueStore

    func value(_ key: [UInt8], in namespace: String, now: Int64) throws -> [UInt8]? {
        try store.value(key, in: namespace, at: Self.timestamp(now))
    }

    func put(_ value: [UInt8], for key: [UInt8], in namespace: String, expiry: Int64?) throws {
        try store.setValue(value, for: key, in: namespace, expires: expiry.map(Self.timestamp))
    }

    func remove(_ key: [UInt8], in namespace: String) throws {
        try store.removeValue(key, in: namespace)
    }

    func entries(
        in namespace: String,
        prefix: [UInt8],
        after last: [UInt8]?,
        limit: Int,
        now: Int64
    ) throws -> [(key: [UInt8], value: [UInt8])] {
        let all = try store.values(withPrefix: prefix, in: namespace, at: Self.timestamp(now))
        let rest = all.drop { entry in last.map { !$0.lexicographicallyPrecedes(entry.key) } ?? false }
        return Array(rest.prefix(limit))
    }

    private static func timestamp(_ milliseconds: Int64) -> Timestamp {
        Timestamp(microseconds: milliseconds.multipliedReportingOverflow(by: 1000).partialValue)
    }
}
