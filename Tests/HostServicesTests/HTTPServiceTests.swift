// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import PluginABI
import Testing

@Suite struct HTTPServiceTests {
    private let server: TestServer
    private let plugin = FakePlugin.onLoopback()

    init() throws { server = try TestServer.standard() }

    private func get(_ target: String) async -> Reply { await plugin.send(.init(url: server.url(target))) }

    @Test func `a reply arrives with status, header fields and body`() async {
        let reply = await get("/failing")
        #expect(reply.outcome == TW_OK)
        #expect(reply.status == 503)
        #expect(reply.header("retry-after") == "7")
        #expect(reply.text == "busy")
        #expect(reply.heads == 1)
        #expect(reply.ends == 1)
        #expect(reply.error.isEmpty)
    }

    @Test(arguments: [
        "/", "//a/b", "/a/../b", "/a/./b", "/a%2Fb%20c", "/%7Euser", "/a;b=c:d", "/arn:aws:s3:::b/x",
        "/?b=1&a=2&a",
        "/a?x=%2f&y=a+b&z=/../", "/a'(b)*!", "?only=query",
    ])
    func `the target is sent byte for byte`(target: String) async {
        let reply = await get(target)
        #expect(reply.outcome == TW_OK)
        // RFC 9112 section 3.2.1: an empty path is sent as "/".
        #expect(server.requests.map(\.target) == [target.hasPrefix("?") ? "/" + target : target])
    }

    @Test func `requests one after another share a connection`() async {
        for _ in 0..<20 { #expect(await get("/").outcome == TW_OK) }
        #expect(server.accepted == 1)
        #expect(server.requests.count == 20)
    }

    @Test func `requests of two plugins share the connection, not the grants`() async {
        let other = plugin.sibling(id: "other") { $0.hosts = ["127.0.0.1"] }
        let third = plugin.sibling(id: "third")
        #expect(await get("/").outcome == TW_OK)
        #expect(await other.send(.init(url: server.url("/"))).outcome == TW_OK)
        #expect(await third.send(.init(url: server.url("/"))).outcome == TW_PERMISSION_DENIED)
        #expect(server.accepted == 1)
    }

    @Test func `no more connections to a host are opened than the limit says`() async throws {
        var limits = HTTPLimits()
        limits.requestsPerHost = 3
        let plugin = FakePlugin.onLoopback(http: limits)
        let url = server.url("/")
        await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { #expect(await plugin.send(.init(url: url)).outcome == TW_OK) } }
        }
        #expect(server.accepted <= 3)
        #expect(server.requests.count == 50)
    }

    @Test func `the host adds its own header fields and nothing else`() async throws {
        let sent = FakePlugin.Request(
            method: "POST",
            url: server.url("/"),
            headers: [("X-Empty", ""), ("X-Value", "a: b")],
            body: "body"
        )
        #expect(await plugin.send(sent).outcome == TW_OK)
        let request = try #require(server.requests.first)
        #expect(
            request.lines.sorted() == [
                "Accept-Encoding: gzip, deflate", "Content-Length: 4", "Host: 127.0.0.1:\(server.port)",
                "User-Agent: tagwarden", "X-Empty:", "X-Value: a: b",
            ]
        )
        #expect(request.body == Array("body".utf8))
    }

    @Test func `the plugin's own fields replace the host's`() async throws {
        let headers = [
            ("host", "example.org"), ("user-agent", "mine/1"), ("accept-encoding", "identity"),
            ("content-length", "2"),
            ("content-type", "application/json"),
        ]
        let sent = FakePlugin.Request(method: "PUT", url: server.url("/"), headers: headers, body: "{}")
        #expect(await plugin.send(sent).outcome == TW_OK)
        let request = try #require(server.requests.first)
        #expect(request.method == "PUT")
        #expect(request.header("host") == "example.org")
        #expect(request.header("user-agent") == "mine/1")
        #expect(request.header("accept-encoding") == "identity")
        #expect(request.header("content-type") == "application/json")
        #expect(request.lines.filter { $0.lowercased().hasPrefix("content-length") } == ["Content-Length: 2"])
    }

    @Test(arguments: ["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH", "OPTIONS"])
    func `every method is sent as it is`(method: String) async {
        #expect(await plugin.send(.init(method: method, url: server.url("/empty"))).outcome == TW_OK)
        #expect(server.requests.map(\.method) == [method])
        let length = server.requests.first?.header("content-length")
        #expect(length == (["POST", "PUT", "PATCH"].contains(method) ? "0" : nil))
    }

    @Test func `a large body is sent without waiting for 100 Continue`() async {
        let body = String(repeating: "x", count: 3 << 20)
        let reply = await plugin.send(.init(method: "POST", url: server.url("/"), body: body))
        #expect(reply.outcome == TW_OK)
        #expect(server.requests.first?.body.count == 3 << 20)
        #expect(server.requests.first?.header("expect") == nil)
    }

    @Test(arguments: ["/gzip", "/deflate"])
    func `a compressed body is decoded`(target: String) async {
        let reply = await get(target)
        #expect(reply.outcome == TW_OK)
        #expect(reply.text == String(repeating: "compressed ", count: 20))
    }

    @Test func `a body is left as it is when the plugin asked for its encoding itself`() async {
        let sent = FakePlugin.Request(url: server.url("/gzip"), headers: [("Accept-Encoding", "gzip")])
        #expect(await plugin.send(sent).body == TestServer.gzipped)
    }

    @Test func `chunks are joined and trailer fields dropped`() async {
        let reply = await get("/chunked")
        #expect(reply.text == "hello world")
        #expect(reply.heads == 1)
        #expect(reply.header("x-sum") == nil)
    }

    @Test func `an interim reply is not taken for the real one`() async {
        let reply = await get("/interim")
        #expect(reply.status == 200)
        #expect(reply.heads == 1)
        #expect(reply.header("link") == nil)
        #expect(reply.text == "real")
    }

    @Test func `a redirect is handed over, not followed`() async {
        let reply = await get("/moved")
        #expect(reply.status == 302)
        #expect(reply.header("location") == "/hello")
        #expect(server.requests.count == 1)
    }

    @Test func `a reply without a body ends well`() async {
        let reply = await get("/empty")
        #expect(reply.outcome == TW_OK)
        #expect(reply.status == 204)
        #expect(reply.body.isEmpty)
    }

    @Test func `a folded header field is joined`() async {
        #expect(await get("/folded").header("x-folded") == "one two")
    }
}
