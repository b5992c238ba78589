// SPDX-License-Identifier: Apache-2.0

import HostServices
import PluginABI
import Synchronization
import Testing

@testable import HostLoader

@Suite struct HostServiceSourceTests {
    private let plugin = FakePlugin()

    @Test(arguments: [
        TW_SERVICE_HTTP, TW_SERVICE_LOG, TW_SERVICE_CLOCK, TW_SERVICE_CONFIG, TW_SERVICE_SECRETS,
        TW_SERVICE_KV,
        TW_SERVICE_EXEC,
    ])
    func `a service is found by its id, at the same place for every plugin`(id: String) {
        let other = plugin.sibling(id: "other")
        // SAFETY: pointers are compared, not read.
        let places = unsafe [
            plugin.source.service(id, for: plugin.context), other.source.service(id, for: other.context),
        ]
        #expect(unsafe places[0] != nil)
        #expect(unsafe places[0] == places[1])
    }

    @Test(arguments: [
        (TW_SERVICE_HTTP, MemoryLayout<tw_http>.size), (TW_SERVICE_LOG, MemoryLayout<tw_log>.size),
        (TW_SERVICE_CLOCK, MemoryLayout<tw_clock>.size), (TW_SERVICE_CONFIG, MemoryLayout<tw_config>.size),
        (TW_SERVICE_SECRETS, MemoryLayout<tw_secrets>.size), (TW_SERVICE_KV, MemoryLayout<tw_kv>.size),
        (TW_SERVICE_EXEC, MemoryLayout<tw_exec>.size),
    ])
    func `a service tells its size`(id: String, size: Int) {
        #expect(plugin.service(id, as: UInt32.self) == UInt32(size))
    }

    @Test(arguments: [TW_SERVICE_METRICS, "tagwarden.http/2", "", "tagwarden.http"])
    func `what is not offered is nothing`(id: String) {
        #expect(plugin.service(id, as: UInt32.self) == nil)
    }

    @Test func `a plugin that was released is refused`() throws {
        let log = try #require(plugin.service(TW_SERVICE_LOG, as: tw_log.self))
        let http = try #require(plugin.service(TW_SERVICE_HTTP, as: tw_http.self))
        plugin.source.release(plugin.context)
        plugin.source.release(plugin.context)
        // SAFETY: contexts are never freed, so the host struct is still there.
        #expect(unsafe log.enabled(plugin.context.host, 4) == 0)
        #expect(unsafe http.start(plugin.context.host, nil, nil, nil, nil) == TW_UNAVAILABLE)
    }

    @Test func `a function is spawned on the loader's threads`() throws {
        let exec = try #require(plugin.service(TW_SERVICE_EXEC, as: tw_exec.self))
        final class Count: Sendable {
            let value = Mutex(0)
        }
        let count = Count()
        // SAFETY: `count` lives until the end of the test.
        let user = unsafe Unmanaged.passUnretained(count).toOpaque()
        func spawn() -> tw_status {
            unsafe exec.spawn(plugin.context.host, user) { user in
                guard let user = unsafe user else { return }
                unsafe Unmanaged<Count>.fromOpaque(user).takeUnretainedValue().value.withLock { $0 += 1 }
            }
        }
        #expect(spawn() == TW_UNAVAILABLE)
        unsafe plugin.context.connect(
            HostFunctions(
                service: { _ in nil },
                registerTools: { _ in .refused(TW_UNIMPLEMENTED) },
                unregisterTools: { _ in TW_UNIMPLEMENTED },
                descriptionChanged: { _ in },
                spawn: { work in
                    work()
                    return true
                }
            )
        )
        #expect(spawn() == TW_OK)
        #expect(unsafe exec.spawn(plugin.context.host, user, nil) == TW_INVALID_ARGUMENT)
        #expect(count.value.withLock { $0 } == 1)
        withExtendedLifetime(count) {}
    }
}
