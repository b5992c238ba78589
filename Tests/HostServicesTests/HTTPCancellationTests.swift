// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import PluginABI
import Testing

@Suite struct HTTPCancellationTests {
    private let server: TestServer
    private let plugin = FakePlugin.onLoopback()

    init() throws { server = try TestServer.standard() }

    private func begin(_ target: String, call: UInt64 = 0) -> (recorder: ReplyRecorder, handle: UInt64) {
        let recorder = ReplyRecorder()
        let started = plugin.start(.init(url: server.url(target), call: call), recorder)
        #expect(started.status == TW_OK)
        return (recorder, started.handle)
    }

    @Test(arguments: ["/hang", "/half"])
    func `cancelling ends a request once`(target: String) async {
        let (recorder, handle) = begin(target)
        plugin.cancel(handle)
        plugin.cancel(handle)
        let reply = await recorder.end()
        #expect(reply.outcome == TW_CANCELLED)
        plugin.source.release(plugin.context)
        #expect(recorder.reply.ends == 1)
    }

    @Test func `cancelling within on_body ends the request`() async {
        let plugin = plugin
        let recorder = ReplyRecorder {
            // The first request of a fresh host has the number 1.
            plugin.cancel(1)
            return true
        }
        #expect(plugin.start(.init(url: server.url("/half")), recorder).handle == 1)
        #expect(await recorder.end().outcome == TW_CANCELLED)
    }

    @Test func `cancelling a finished or unknown request does nothing`() async {
        let (recorder, handle) = begin("/")
        #expect(await recorder.end().outcome == TW_OK)
        plugin.cancel(handle)
        plugin.cancel(0)
        plugin.cancel(.max)
        #expect(await plugin.send(.init(url: server.url("/"))).outcome == TW_OK)
        #expect(recorder.reply.ends == 1)
    }

    @Test func `a plugin cannot cancel another one's request`() async {
        let (recorder, handle) = begin("/hang")
        let other = plugin.sibling(id: "other")
        other.cancel(handle)
        #expect(other.service(TW_SERVICE_LOG, as: tw_log.self) != nil)
        other.cancel(handle)
        other.source.release(other.context)
        #expect(recorder.reply.ends == 0)
        plugin.cancel(handle)
        #expect(await recorder.end().outcome == TW_CANCELLED)
    }

    @Test func `the end of a call ends its requests and no others`() async {
        plugin.context.callBegan(7)
        plugin.context.callBegan(8)
        let first = begin("/hang", call: 7)
        let second = begin("/half", call: 7)
        let other = begin("/hang", call: 8)
        let none = begin("/hang")
        plugin.context.callEnded(7)
        #expect(await first.recorder.end().outcome == TW_CANCELLED)
        #expect(await second.recorder.end().outcome == TW_CANCELLED)
        #expect(other.recorder.reply.ends == 0)
        #expect(none.recorder.reply.ends == 0)
        plugin.source.release(plugin.context)
        #expect(other.recorder.reply.outcome == TW_CANCELLED)
    }

    @Test func `a request for a call that is over is cancelled`() async {
        plugin.context.callBegan(7)
        plugin.context.callEnded(7)
        for _ in 0..<2 {
            #expect(await begin("/hang", call: 7).recorder.end().outcome == TW_CANCELLED)
        }
    }

    @Test func `200 requests that are cancelled from many threads end once each`() async {
        let running = (0..<200).map { begin($0.isMultiple(of: 5) ? "/" : "/hang") }
        let plugin = plugin
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { for request in running { plugin.cancel(request.handle) } }
            }
        }
        for request in running {
            let reply = await request.recorder.end()
            #expect([TW_OK, TW_CANCELLED].contains(reply.outcome), "\(reply.error)")
        }
        plugin.source.release(plugin.context)
        #expect(running.allSatisfy { $0.recorder.reply.ends == 1 })
        #expect(running.filter { $0.recorder.reply.outcome == TW_CANCELLED }.count >= 160)
    }

    @Test func `release returns after the last callback`() {
        let running = (0..<50).map { _ in begin("/hang") }
        plugin.source.release(plugin.context)
        #expect(running.map(\.recorder.reply.ends) == Array(repeating: 1, count: 50))
        #expect(running.allSatisfy { $0.recorder.reply.outcome == TW_CANCELLED })
    }

    @Test func `a host that shuts down ends requests and refuses further ones`() async {
        let (recorder, _) = begin("/hang")
        plugin.source.shutdown()
        #expect(await recorder.end().outcome == TW_UNAVAILABLE)
        #expect(await plugin.send(.init(url: server.url("/"))).outcome == TW_UNAVAILABLE)
    }
}
