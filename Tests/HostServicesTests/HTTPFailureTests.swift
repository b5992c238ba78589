// SPDX-License-Identifier: Apache-2.0

import CCurl
import HostLoader
import PluginABI
import Testing

@testable import HostServices

@Suite struct HTTPFailureTests {
    private let server: TestServer
    private let plugin = FakePlugin.onLoopback()

    init() throws { server = try TestServer.standard() }

    @Test(arguments: [
        ("/truncated", TW_UNAVAILABLE, "cut off"),
        ("/chunk-cut", TW_UNAVAILABLE, "cut off"),
        ("/silence", TW_UNAVAILABLE, "without a reply"),
        ("/garbage", TW_DATA_LOSS, "not HTTP"),
        ("/bad-gzip", TW_DATA_LOSS, "decompressed"),
        ("/long-head", TW_RESOURCE_EXHAUSTED, "too large a head"),
        ("/many-fields", TW_RESOURCE_EXHAUSTED, "too large a head"),
    ])
    func `a broken reply is an error that names host and cause`(
        target: String,
        status: tw_status,
        cause: String
    ) async {
        let reply = await plugin.send(.init(url: server.url(target + "?secret=hush")))
        #expect(reply.outcome == status)
        #expect(reply.ends == 1)
        #expect(reply.error.contains("127.0.0.1:\(server.port)"))
        #expect(reply.error.contains(cause))
        #expect(!reply.error.contains("hush"))
    }

    @Test func `a refused connection is told as such`() async {
        let port = server.port
        server.stop()
        let reply = await plugin.send(.init(url: "http://127.0.0.1:\(port)/"))
        #expect(reply.outcome == TW_UNAVAILABLE)
        #expect(reply.error == "127.0.0.1:\(port) cannot be reached: connection refused.")
    }

    @Test func `a name that does not resolve is told as such`() throws {
        let address = try WebAddress("https://nothing.invalid:8443/a?secret=hush")
        let refusal = TransferFailure.refusal(CURLE_COULDNT_RESOLVE_HOST, try CurlEasy(), address)
        #expect(refusal.code == .unavailable)
        #expect(
            refusal.message
                == "The request to nothing.invalid:8443 failed: its name cannot be resolved (DNS)."
        )
    }

    @Test(arguments: ["/hang", "/half"])
    func `a request ends at its timeout, whatever it waits for`(target: String) async {
        let reply = await plugin.send(.init(url: server.url(target), timeout: 30))
        #expect(reply.outcome == TW_DEADLINE_EXCEEDED)
        #expect(reply.error.contains("longer than"))
    }

    @Test func `a request that waits for a connection ends at its timeout too`() async {
        var limits = HTTPLimits()
        limits.requestsPerHost = 1
        let plugin = FakePlugin.onLoopback(http: limits)
        let blocker = ReplyRecorder()
        let blocking = plugin.start(.init(url: server.url("/hang")), blocker)
        #expect(await plugin.send(.init(url: server.url("/"), timeout: 30)).outcome == TW_DEADLINE_EXCEEDED)
        plugin.cancel(blocking.handle)
        #expect(await blocker.end().outcome == TW_CANCELLED)
    }

    @Test(arguments: ["/big", "/gzip"])
    func `a body beyond the limit ends the request, counted after decoding`(target: String) async {
        // Both bodies decode to 220 bytes or more; the compressed one is shorter than 100.
        let reply = await plugin.send(.init(url: server.url(target), bodyLimit: 100))
        #expect(reply.outcome == TW_RESOURCE_EXHAUSTED)
        #expect(reply.body.count <= 100)
        #expect(reply.error.contains("more than 100 bytes"))
    }

    @Test func `a body of just the limit is taken`() async {
        #expect(await plugin.send(.init(url: server.url("/gzip"), bodyLimit: 220)).outcome == TW_OK)
        #expect(await plugin.send(.init(url: server.url("/big"), bodyLimit: 100_000)).outcome == TW_OK)
    }

    @Test func `a plugin that wants no more gets no more`() async {
        let recorder = ReplyRecorder { false }
        #expect(plugin.start(.init(url: server.url("/big")), recorder).status == TW_OK)
        let reply = await recorder.end()
        #expect(reply.outcome == TW_CANCELLED)
        #expect(reply.ends == 1)
    }

    @Test func `more requests than the limit are refused`() async {
        var limits = HTTPLimits()
        limits.requestsPerPlugin = 2
        let plugin = FakePlugin.onLoopback(http: limits)
        let recorders = [ReplyRecorder(), ReplyRecorder(), ReplyRecorder()]
        let started = recorders.map { plugin.start(.init(url: server.url("/hang")), $0).status }
        #expect(started == [TW_OK, TW_OK, TW_UNAVAILABLE])
        plugin.source.release(plugin.context)
        #expect(recorders.map(\.reply.ends) == [1, 1, 0])
    }

    @Test func `a proxy of the environment is not asked for loopback addresses`() async {
        let environment = ["http_proxy": "http://127.0.0.1:1", "all_proxy": "http://127.0.0.1:1"]
        let plugin = FakePlugin.onLoopback(environment: environment)
        #expect(await plugin.send(.init(url: server.url("/"))).outcome == TW_OK)
    }
}
