// SPDX-License-Identifier: Apache-2.0

extension TestServer.Step {
    /// A well-formed reply that keeps the connection open.
    static func reply(status: String = "200 OK", headers: [String] = [], _ body: [UInt8]) -> TestServer.Step {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
        return .send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    /// A text, sent as it is.
    static func raw(_ text: String) -> TestServer.Step { .send(Array(text.utf8)) }
}

extension TestServer {
    /// Serves every behaviour that the tests need, by path.
    static func standard() throws -> TestServer {
        try TestServer { request in
            let path = request.target.prefix { $0 != "?" }
            return standardRoutes[String(path)] ?? [.reply(Array("hello".utf8))]
        }
    }

    /// `compressed ` twenty times, as gzip and as zlib write it.
    static let gzipped: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xCE, 0xCF, 0x2D, 0x28, 0x4A,
        0x2D, 0x2E, 0x4E, 0x4D, 0x51, 0x48, 0x1E, 0x6E, 0x4C, 0x00, 0xA4, 0x16, 0xFA, 0xE9, 0xDC, 0x00,
        0x00, 0x00,
    ]
    static let deflated: [UInt8] = [
        0x78, 0x9C, 0x4B, 0xCE, 0xCF, 0x2D, 0x28, 0x4A, 0x2D, 0x2E, 0x4E, 0x4D, 0x51, 0x48, 0x1E, 0x6E,
        0x4C, 0x00, 0x87, 0xC1, 0x56, 0xA5,
    ]

    private static let standardRoutes: [String: [Step]] = [
        "/hang": [.hang],
        "/half": [.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"), .hang],
        "/truncated": [.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"), .close],
        "/chunk-cut": [.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), .close],
        "/chunked": [
            .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"),
            .raw("5\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"),
        ],
        "/interim": [.raw("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), .reply(Array("real".utf8))],
        "/gzip": [.reply(headers: ["Content-Encoding: gzip"], gzipped)],
        "/deflate": [.reply(headers: ["Content-Encoding: deflate"], deflated)],
        "/bad-gzip": [.reply(headers: ["Content-Encoding: gzip"], Array("this is not gzip at all".utf8))],
        "/big": [.reply([UInt8](repeating: 0x61, count: 100_000))],
        "/garbage": [.raw("\u{1}\u{2}this is no HTTP\r\n\r\n"), .close],
        "/silence": [.close],
        "/moved": [.reply(status: "302 Found", headers: ["Location: /hello"], [])],
        "/empty": [.raw("HTTP/1.1 204 No Content\r\n\r\n")],
        "/failing": [
            .reply(status: "503 Service Unavailable", headers: ["Retry-After: 7"], Array("busy".utf8))
        ],
        "/long-head": [
            .reply(headers: (0..<100).map { "X-\($0): " + String(repeating: "a", count: 4096) }, [])
        ],
        "/many-fields": [.reply(headers: (0..<300).map { "X-\($0): a" }, [])],
        "/folded": [.reply(headers: ["X-Folded: one\r\n  two"], [])],
    ]
}
