// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import PluginABI
import Testing

@Suite struct KeyValueServiceTests {
    private let clock = VirtualClock()
    private let plugin: FakePlugin

    init() { plugin = FakePlugin(clock: clock) { $0.keyValueStore = true } }

    private var service: tw_kv {
        get throws { try #require(plugin.service(TW_SERVICE_KV, as: tw_kv.self)) }
    }

    private func put(
        _ key: String,
        _ value: String,
        lifetime: Int64 = 0,
        by plugin: FakePlugin? = nil
    ) throws -> tw_status {
        let service = try service
        // SAFETY: both are lent for the call.
        return lend(key) { key in
            lend(value) { unsafe service.put((plugin ?? self.plugin).context.host, key, $0, lifetime) }
        }
    }

    private func get(_ key: String, by plugin: FakePlugin? = nil) throws -> (tw_status, String) {
        let service = try service
        // SAFETY: `value` is written by the service and released by `take`.
        var value = unsafe tw_owned()
        let status = lend(key) { unsafe service.get((plugin ?? self.plugin).context.host, $0, &value) }
        return (status, unsafe take(value))
    }

    private func list(_ prefix: String, limit: Int = .max) throws -> [String] {
        final class Visited {
            var keys: [String] = []
            var limit = 0
        }
        let visited = Visited()
        visited.limit = limit
        let service = try service
        // SAFETY: `visited` lives until `list` has returned.
        let user = unsafe Unmanaged.passUnretained(visited).toOpaque()
        let status = lend(prefix) { prefix in
            unsafe service.list(plugin.context.host, prefix, user) { user, key, value in
                guard let user = unsafe user else { return 1 }
                let visited = unsafe Unmanaged<Visited>.fromOpaque(user).takeUnretainedValue()
                let text = unsafe String(
                    decoding: UnsafeBufferPointer(start: key.ptr, count: key.len),
                    as: UTF8.self
                )
                visited.keys.append(text)
                return visited.keys.count < visited.limit ? 0 : 1
            }
        }
        #expect(status == TW_OK)
        return withExtendedLifetime(visited) { visited.keys }
    }

    @Test func `a value is kept, replaced and removed`() throws {
        #expect(try get("k") == (TW_NOT_FOUND, ""))
        #expect(try put("k", "one") == TW_OK)
        #expect(try put("k", "two") == TW_OK)
        #expect(try get("k") == (TW_OK, "two"))
        let service = try service
        // SAFETY: the key is lent for the call.
        #expect(lend("k") { unsafe service.remove(plugin.context.host, $0) } == TW_OK)
        #expect(lend("k") { unsafe service.remove(plugin.context.host, $0) } == TW_OK)
        #expect(try get("k") == (TW_NOT_FOUND, ""))
    }

    @Test func `a value expires`() throws {
        #expect(try put("k", "v", lifetime: 1_000) == TW_OK)
        clock.advance(by: 999_000_000)
        #expect(try get("k") == (TW_OK, "v"))
        clock.advance(by: 1_000_000)
        #expect(try get("k") == (TW_NOT_FOUND, ""))
        #expect(try list("").isEmpty)
    }

    @Test func `the longest lifetime is for ever`() throws {
        #expect(try put("k", "v", lifetime: .max) == TW_OK)
        #expect(try get("k") == (TW_OK, "v"))
    }

    @Test func `plugins do not see each other's values`() throws {
        let other = plugin.sibling(id: "other") { $0.keyValueStore = true }
        _ = other.service(TW_SERVICE_KV, as: tw_kv.self)
        #expect(try put("k", "mine") == TW_OK)
        #expect(try get("k", by: other) == (TW_NOT_FOUND, ""))
        #expect(try put("k", "theirs", by: other) == TW_OK)
        #expect(try get("k") == (TW_OK, "mine"))
    }

    @Test func `a plugin without the permission has no store`() throws {
        let other = plugin.sibling(id: "other")
        _ = other.service(TW_SERVICE_KV, as: tw_kv.self)
        #expect(try get("k", by: other).0 == TW_PERMISSION_DENIED)
        #expect(try put("k", "v", by: other) == TW_PERMISSION_DENIED)
    }

    @Test(arguments: [
        (0, 1, 0, TW_INVALID_ARGUMENT), (513, 1, 0, TW_INVALID_ARGUMENT), (512, 1, 0, TW_OK),
        (1, 1 << 20 + 1, 0, TW_INVALID_ARGUMENT), (1, 1 << 20, 0, TW_OK), (1, 0, 0, TW_OK),
        (1, 1, -1, TW_INVALID_ARGUMENT),
    ])
    func `keys and values have limits`(key: Int, value: Int, lifetime: Int64, status: tw_status) throws {
        let outcome = try put(
            String(repeating: "k", count: key),
            String(repeating: "v", count: value),
            lifetime: lifetime
        )
        #expect(outcome == status)
    }

    @Test func `values are listed by prefix in the order of their keys, page after page`() throws {
        let keys = (0..<200).map { "a/" + String(1000 + $0) }
        for key in keys.reversed() { #expect(try put(key, "v") == TW_OK) }
        #expect(try put("b", "v") == TW_OK)
        #expect(try list("a/") == keys)
        #expect(try list("a/10", limit: 3) == ["a/1000", "a/1001", "a/1002"])
        #expect(try list("").count == 201)
        #expect(try list("c").isEmpty)
    }
}
