// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import PluginABI
import Testing

@Suite struct HTTPRefusalTests {
    private let plugin = FakePlugin.onLoopback()
    private static let url = "http://127.0.0.1:1/"

    @Test(arguments: [
        FakePlugin.Request(url: "http://127.0.0.1:1/a b"),
        FakePlugin.Request(url: "http://127.0.0.1:1/\r\nHost: evil"),
        FakePlugin.Request(method: "", url: url),
        FakePlugin.Request(method: "GET /x HTTP/1.1\r\nX:", url: url),
        FakePlugin.Request(method: "CONNECT", url: url),
        FakePlugin.Request(url: url, headers: [("X-A", "a\r\nX-B: b")]),
        FakePlugin.Request(url: url, headers: [("X-A", "a\nb")]),
        FakePlugin.Request(url: url, headers: [("X-A", "a\rb")]),
        FakePlugin.Request(url: url, headers: [("X-A", "a\0b")]),
        FakePlugin.Request(url: url, headers: [("X-A\r\nX-B", "b")]),
        FakePlugin.Request(url: url, headers: [("X A", "b")]),
        FakePlugin.Request(url: url, headers: [("X-A:", "b")]),
        FakePlugin.Request(url: url, headers: [("", "b")]),
        FakePlugin.Request(url: url, headers: [("Content-Length", "5")], body: "four"),
        FakePlugin.Request(url: url, headers: [("transfer-encoding", "chunked")]),
        FakePlugin.Request(url: url, headers: [("Connection", "close")]),
        FakePlugin.Request(url: url, headers: [("Upgrade", "websocket")]),
        FakePlugin.Request(url: url, headers: [("Proxy-Authorization", "x")]),
        FakePlugin.Request(url: url, headers: Array(repeating: ("X-A", "a"), count: 257)),
        FakePlugin.Request(url: url, headers: [("X-A", String(repeating: "a", count: 70_000))]),
        FakePlugin.Request(url: url, timeout: -1),
    ])
    func `a request that is malformed or smuggles another one is refused`(request: FakePlugin.Request) {
        let recorder = ReplyRecorder()
        #expect(plugin.start(request, recorder).status == TW_INVALID_ARGUMENT)
        plugin.source.release(plugin.context)
        #expect(recorder.reply.ends == 0)
    }

    @Test(arguments: [
        "https://example.com/", "http://example.com/", "http://127.0.0.2/", "https://169.254.169.254/",
    ])
    func `a host that was not granted is refused, and the log names plugin and host`(url: String) {
        let log = LogRecorder()
        let plugin = FakePlugin(logger: log.logger) { $0.hosts = ["127.0.0.1"] }
        #expect(
            plugin.start(.init(url: url + "?secret=hush"), ReplyRecorder()).status == TW_PERMISSION_DENIED
        )
        #expect(log.lines.count == 1)
        let host = url.split(separator: "/")[1]
        #expect(log.lines.first?.metadata["plugin"] == "fake")
        #expect(log.lines.first?.metadata["reason"]?.contains(host) == true)
        #expect(log.lines.first?.metadata["reason"]?.contains("hush") == false)
    }

    @Test func `structs that are too small, and null pointers, are refused`() throws {
        let http = try #require(plugin.service(TW_SERVICE_HTTP, as: tw_http.self))
        let user = unsafe ReplyRecorder().user
        var handle: UInt64 = 0
        // SAFETY: locals that outlive the calls; the functions must not read beyond `struct_size`.
        var request = unsafe tw_http_request()
        var events = ReplyRecorder.events
        let host = unsafe plugin.context.host
        #expect(unsafe http.start(nil, &request, &events, user, &handle) == TW_UNAVAILABLE)
        #expect(unsafe http.start(host, nil, &events, user, &handle) == TW_INVALID_ARGUMENT)
        #expect(unsafe http.start(host, &request, nil, user, &handle) == TW_INVALID_ARGUMENT)
        #expect(unsafe http.start(host, &request, &events, user, nil) == TW_INVALID_ARGUMENT)
        unsafe request.struct_size = 8
        #expect(unsafe http.start(host, &request, &events, user, &handle) == TW_INVALID_ARGUMENT)
        unsafe request.struct_size = UInt32(MemoryLayout<tw_http_request>.size)
        unsafe request.url.len = .max
        #expect(unsafe http.start(host, &request, &events, user, &handle) == TW_INVALID_ARGUMENT)
        unsafe request.url.len = 10
        #expect(unsafe http.start(host, &request, &events, user, &handle) == TW_INVALID_ARGUMENT)
        events.struct_size = 4
        #expect(unsafe http.start(host, &request, &events, user, &handle) == TW_INVALID_ARGUMENT)
        http.cancel(nil, 1)
    }

    @Test func `events without on_done are refused, the other two may be missing`() async throws {
        let server = try TestServer.standard()
        let http = try #require(plugin.service(TW_SERVICE_HTTP, as: tw_http.self))
        let recorder = ReplyRecorder()
        let started = lend("GET") { method in
            lend(server.url("/")) { url in
                // SAFETY: locals that outlive the calls.
                var request = unsafe tw_http_request()
                unsafe request.struct_size = UInt32(MemoryLayout<tw_http_request>.size)
                unsafe request.method = method
                unsafe request.url = url
                var events = ReplyRecorder.events
                unsafe events.on_head = nil
                unsafe events.on_body = nil
                var handle: UInt64 = 0
                let first = unsafe http.start(plugin.context.host, &request, &events, recorder.user, &handle)
                unsafe events.on_done = nil
                let second = unsafe http.start(plugin.context.host, &request, &events, recorder.user, &handle)
                return [first, second]
            }
        }
        #expect(started == [TW_OK, TW_INVALID_ARGUMENT])
        #expect(await recorder.end().outcome == TW_OK)
    }
}
