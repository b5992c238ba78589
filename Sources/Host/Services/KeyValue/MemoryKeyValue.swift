// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps values in memory, for tests and for runs without a state folder.
package final class MemoryKeyValue: KeyValueBacking {
    private struct Entry {
        let value: [UInt8]
        let expiry: Int64?

        func isLive(at now: Int64) -> Bool { expiry.map { $0 > now } ?? true }
    }

    private let namespaces = Mutex<[String: [[UInt8]: Entry]]>([:])

    /// Makes an empty store.
    package init() {}

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func value(_ key: [UInt8], in namespace: String, now: Int64) throws -> [UInt8]? {
        namespaces.withLock { namespaces in
            namespaces[namespace]?[key].flatMap { $0.isLive(at: now) ? $0.value : nil }
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func put(_ value: [UInt8], for key: [UInt8], in namespace: String, expiry: Int64?) throws {
        namespaces.withLock { $0[namespace, default: [:]][key] = Entry(value: value, expiry: expiry) }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func remove(_ key: [UInt8], in namespace: String) throws {
        namespaces.withLock { _ = $0[namespace]?.removeValue(forKey: key) }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func entries(
        in namespace: String,
        prefix: [UInt8],
        after last: [UInt8]?,
        limit: Int,
        now: Int64
    ) throws -> [(key: [UInt8], value: [UInt8])] {
        let all = namespaces.withLock { $0[namespace] ?? [:] }
        return
            all
            .filter { key, entry in
                key.starts(with: prefix) && entry.isLive(at: now)
                    && (last.map { $0.lexicographicallyPrecedes(key) } ?? true)
            }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .prefix(max(limit, 0))
            .map { (key: $0.key, value: $0.value.value) }
    }
}
