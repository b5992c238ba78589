// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import PluginABI
import Synchronization
import Testing

/// The callback of sleeps.
private final class SleepRecorder: Sendable {
    private struct State {
        var statuses: [tw_status] = []
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    var statuses: [tw_status] { state.withLock { $0.statuses } }

    func begin(_ nanoseconds: Int64, _ plugin: FakePlugin) -> UInt64 {
        // SAFETY: the recorder is leaked on purpose, so that a doubled callback finds it.
        let user = unsafe Unmanaged.passRetained(self).toOpaque()
        let clock = plugin.service(TW_SERVICE_CLOCK, as: tw_clock.self)
        return unsafe clock?
            .sleep(plugin.context.host, nanoseconds, user) { user, status in
                guard let user = unsafe user else { return }
                let recorder = unsafe Unmanaged<SleepRecorder>.fromOpaque(user).takeUnretainedValue()
                let waiting = recorder.state.withLock { state in
                    state.statuses.append(status)
                    defer { state.waiting = nil }
                    return state.waiting
                }
                waiting?.resume()
            } ?? 0
    }

    func first() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.statuses.isEmpty { state.waiting = continuation }
                return !state.statuses.isEmpty
            }
            if isOver { continuation.resume() }
        }
    }
}

@Suite struct ClockServiceTests {
    private let clock = VirtualClock()
    private let plugin: FakePlugin
    private let recorder = SleepRecorder()

    init() { plugin = FakePlugin(clock: clock) }

    private func cancel(_ sleep: UInt64, by plugin: FakePlugin) {
        // SAFETY: the host struct lives as long as the context.
        unsafe plugin.service(TW_SERVICE_CLOCK, as: tw_clock.self)?.cancel_sleep(plugin.context.host, sleep)
    }

    @Test func `a sleep ends when its time has come and not before`() {
        #expect(recorder.begin(1_000, plugin) != 0)
        clock.advance(by: 999)
        #expect(recorder.statuses.isEmpty)
        clock.advance(by: 1)
        clock.advance(by: 10_000)
        #expect(recorder.statuses == [TW_OK])
    }

    @Test func `a cancelled sleep ends once, with that status`() {
        let sleep = recorder.begin(1_000, plugin)
        cancel(sleep, by: plugin)
        cancel(sleep, by: plugin)
        clock.advance(by: 10_000)
        #expect(recorder.statuses == [TW_CANCELLED])
    }

    @Test func `cancelling a finished, unknown or foreign sleep does nothing`() {
        let sleep = recorder.begin(1_000, plugin)
        cancel(sleep, by: plugin.sibling(id: "other"))
        cancel(77, by: plugin)
        #expect(recorder.statuses.isEmpty)
        clock.advance(by: 1_000)
        cancel(sleep, by: plugin)
        #expect(recorder.statuses == [TW_OK])
    }

    @Test(arguments: [0, -1, Int64.min])
    func `a sleep of no length ends at once`(nanoseconds: Int64) {
        _ = recorder.begin(nanoseconds, plugin)
        #expect(recorder.statuses == [TW_OK])
    }

    @Test func `the longest sleep does not overflow`() {
        _ = recorder.begin(.max, plugin)
        clock.advance(by: 1 << 60)
        #expect(recorder.statuses.isEmpty)
        plugin.source.release(plugin.context)
        #expect(recorder.statuses == [TW_CANCELLED])
    }

    @Test func `release cancels the plugin's sleeps and nobody else's`() {
        let other = plugin.sibling(id: "other")
        let others = SleepRecorder()
        _ = others.begin(1_000, other)
        for _ in 0..<10 { _ = recorder.begin(1_000, plugin) }
        plugin.source.release(plugin.context)
        #expect(recorder.statuses == Array(repeating: TW_CANCELLED, count: 10))
        #expect(others.statuses.isEmpty)
    }

    @Test func `after shutdown a sleep is refused and never called`() {
        _ = recorder.begin(1_000, plugin)
        plugin.source.shutdown()
        #expect(recorder.statuses == [TW_CANCELLED])
        #expect(recorder.begin(0, plugin) == 0)
        #expect(recorder.statuses == [TW_CANCELLED])
    }

    @Test func `the plugin sees the host's time`() throws {
        let service = try #require(plugin.service(TW_SERVICE_CLOCK, as: tw_clock.self))
        clock.advance(by: 500)
        // SAFETY: the host struct lives as long as the context.
        #expect(unsafe service.now_monotonic(plugin.context.host) == 1_500)
        #expect(unsafe service.now_wall(plugin.context.host) == 1_700_000_000_000_001_500)
        #expect(service.now_wall(nil) == 0)
        #expect(unsafe service.sleep(plugin.context.host, 1, nil, nil) == 0)
    }

    @Test func `the machine's clock wakes sleepers and can be cancelled`() async {
        let plugin = FakePlugin()
        _ = recorder.begin(1_000_000, plugin)
        await recorder.first()
        #expect(recorder.statuses == [TW_OK])
        let second = SleepRecorder()
        cancel(second.begin(3_600_000_000_000, plugin), by: plugin)
        await second.first()
        #expect(second.statuses == [TW_CANCELLED])
        let third = SleepRecorder()
        _ = third.begin(3_600_000_000_000, plugin)
        plugin.source.release(plugin.context)
        #expect(third.statuses == [TW_CANCELLED])
    }
}
