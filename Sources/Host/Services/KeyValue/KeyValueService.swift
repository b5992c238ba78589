// SPDX-License-Identifier: Apache-2.0

import HostLoader
import PluginABI

/// `tagwarden.kv/1`: a small durable store, one namespace a plugin.
enum KeyValueService {
    // SAFETY: the functions check all that a plugin passes.
    static let table = unsafe ServiceTable(
        tw_kv(
            struct_size: UInt32(MemoryLayout<tw_kv>.size),
            reserved: 0,
            get: { host, key, value in
                guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
                guard let value = unsafe value else { return TW_INVALID_ARGUMENT }
                // SAFETY: the plugin lends `value` for this call; it is written, never read.
                unsafe value.initialize(to: OwnedBytes.nothing)
                do throws(ServiceRefusal) {
                    let key = unsafe try checkedKey(key, session)
                    guard let found = try session.kept(key) else { return TW_NOT_FOUND }
                    unsafe value.initialize(to: OwnedBytes(found).moved())
                    return TW_OK
                } catch {
                    return session.refuse(error, by: TW_SERVICE_KV)
                }
            },
            put: { host, key, value, lifetime in
                guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
                return session.status(TW_SERVICE_KV) { () throws(ServiceRefusal) in
                    let key = unsafe try checkedKey(key, session)
                    let value = unsafe try BorrowedBytes.copy(value, "value", limit: valueLimit)
                    try session.keep(value, for: key, lifetime: lifetime)
                }
            },
            remove: { host, key in
                guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
                return session.status(TW_SERVICE_KV) { () throws(ServiceRefusal) in
                    try session.drop(unsafe checkedKey(key, session))
                }
            },
            list: { host, prefix, user, visitor in
                guard let session = unsafe ServiceSession.of(host) else { return TW_UNAVAILABLE }
                guard let visitor = unsafe visitor else { return TW_INVALID_ARGUMENT }
                return session.status(TW_SERVICE_KV) { () throws(ServiceRefusal) in
                    try session.requireKeyValue()
                    let prefix = unsafe try BorrowedBytes.copy(prefix, "prefix", limit: keyLimit)
                    try session.visit(prefix) { key, value in
                        // SAFETY: both are lent to the visitor for its call, on the thread that asked.
                        unsafe BorrowedBytes.lend(key) { key in
                            unsafe BorrowedBytes.lend(value) { unsafe visitor(user, key, $0) == 0 }
                        }
                    }
                }
            }
        )
    )

    private static let keyLimit = 512
    private static let valueLimit = 1 << 20

    private static func checkedKey(
        _ bytes: tw_bytes,
        _ session: ServiceSession
    ) throws(ServiceRefusal) -> [UInt8] {
        try session.requireKeyValue()
        let key = unsafe try BorrowedBytes.copy(bytes, "key", limit: keyLimit)
        guard !key.isEmpty else { throw .argument("A key has at least one byte.") }
        return key
    }
}

extension ServiceSession {
    private static let pageSize = 64

    fileprivate func requireKeyValue() throws(ServiceRefusal) {
        guard plugin.manifest.permissions.keyValueStore else {
            throw ServiceRefusal(.permissionDenied, "The manifest does not ask for permissions.kv.")
        }
    }

    private var now: Int64 { machinery.options.clock.wallNanoseconds() / 1_000_000 }

    private func stored<Result>(
        _ body: (any KeyValueBacking) throws -> Result
    ) throws(ServiceRefusal) -> Result {
        do {
            return try body(machinery.options.keyValue)
        } catch {
            throw ServiceRefusal(.unavailable, "The store of the plugin's values failed: \(error).")
        }
    }

    fileprivate func kept(_ key: [UInt8]) throws(ServiceRefusal) -> [UInt8]? {
        try stored { try $0.value(key, in: plugin.id, now: now) }
    }

    fileprivate func keep(_ value: [UInt8], for key: [UInt8], lifetime: Int64) throws(ServiceRefusal) {
        guard lifetime >= 0 else { throw .argument("The lifetime \(lifetime) ms is negative.") }
        let end = now.addingReportingOverflow(lifetime)
        let expiry = lifetime == 0 || end.overflow ? nil : end.partialValue
        try stored { try $0.put(value, for: key, in: plugin.id, expiry: expiry) }
    }

    fileprivate func drop(_ key: [UInt8]) throws(ServiceRefusal) {
        try stored { try $0.remove(key, in: plugin.id) }
    }

    /// Reads in pages, so that the visitor may use the store while it is called.
    fileprivate func visit(
        _ prefix: [UInt8],
        _ visitor: ([UInt8], [UInt8]) -> Bool
    ) throws(ServiceRefusal) {
        var last: [UInt8]?
        while true {
            let page = try stored {
                try $0.entries(in: plugin.id, prefix: prefix, after: last, limit: Self.pageSize, now: now)
            }
            for entry in page where !visitor(entry.key, entry.value) { return }
            guard page.count == Self.pageSize, let end = page.last else { return }
            last = end.key
        }
    }
}
