// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct SigV4SignerTests {
    private let keys = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "SECRET", sessionToken: "TOKEN")
    private let time = WallClock(secondsSince1970: 1_784_627_998)

    private func signed(
        _ request: HTTPRequest,
        _ service: String = "ec2",
        at time: WallClock? = nil
    ) -> HTTPRequest {
        SigV4Signer.sign(
            request,
            credentials: keys,
            region: "eu-west-1",
            service: service,
            time: time ?? self.time
        )
    }

    @Test func `signing again replaces the first signature`() {
        let once = signed(HTTPRequest(url: "https://ec2.eu-west-1.amazonaws.com/"))
        let later = signed(once, at: time + 60)
        #expect(later.headers.count == once.headers.count)
        #expect(later.headers.map(\.name).sorted() == once.headers.map(\.name).sorted())
        let fresh = signed(HTTPRequest(url: "https://ec2.eu-west-1.amazonaws.com/"), at: time + 60)
        #expect(later.headers.map(\.value).sorted() == fresh.headers.map(\.value).sorted())
    }

    @Test func `the secret key is in no header`() {
        let request = signed(HTTPRequest(url: "https://ec2.eu-west-1.amazonaws.com/"))
        #expect(!request.headers.contains { $0.value.contains("SECRET") })
    }

    @Test func `an empty path of S3 is signed as the slash that is sent`() {
        #expect(SigV4CanonicalRequest.s3Path("") == "/")
    }

    @Test(arguments: [("a=ä", "a=%C3%A4"), ("a=b c", "a=b%20c"), ("ä", "%C3%A4=")])
    func `bytes that no query may hold are signed as servers escape them`(
        _ query: String,
        _ canonical: String
    ) {
        #expect(SigV4CanonicalRequest.query(query) == canonical)
    }

    @Test func `a text in another Unicode form is another text`() {
        // "ä" as one scalar and as two: equal to Swift, different in bytes.
        #expect(
            SigV4CanonicalRequest.query("k=\u{E4}&k=a\u{308}")
                == "k=%C3%A4&k=a%CC%88".split(separator: "&")
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "&")
        )
    }

    @Test(arguments: [
        ("https://a.b/c?d=e#f", "https", "a.b", nil as Int?, "/c", "d=e"),
        ("HTTP://A:80", "http", "a", 80, "", ""),
        ("http://[::1]:5/x", "http", "[::1]", 5, "/x", ""),
        ("http://[::1]/x", "http", "[::1]", nil, "/x", ""),
        ("https://u:p@h:1?q", "https", "h", 1, "", "q"),
        ("https://h/a@b:c", "https", "h", nil, "/a@b:c", ""),
        ("nonsense", "", "nonsense", nil, "", ""),
        ("", "", "", nil, "", ""),
    ])
    func `a URL is taken apart`(
        _ text: String,
        _ scheme: String,
        _ host: String,
        _ port: Int?,
        _ path: String,
        _ query: String
    ) {
        let url = RequestURL(text)
        #expect(url.scheme == scheme)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.path == path)
        #expect(url.query == query)
    }

    @Test(arguments: [
        ("http://localhost/", true), ("http://127.0.0.1:5000", true), ("http://127.1.2.3", true),
        ("http://[::1]:80/", true), ("http://127.0.0.1.evil.example", false), ("http://127.0.0", false),
        ("http://localhost.evil.example/", false), ("http://10.0.0.1/", false),
        ("http://127.0.0.1@evil.example/", false),
        ("http://evil.example/@127.0.0.1", false), ("http://evil.example?@localhost", false),
    ])
    func `only this machine is loopback`(_ url: String, _ isLoopback: Bool) {
        #expect(RequestURL(url).isLoopback == isLoopback)
    }

    @Test func `the hash functions give the published digests`() {
        // FIPS 180-4 examples "abc"; RFC 4231 test case 2.
        let abc = Array("abc".utf8)
        #expect(
            Digest.hex(Digest.sha256(abc))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(Digest.hex(Digest.sha1(abc)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        let mac = Digest.hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        #expect(Digest.hex(mac) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            Digest.hex(Digest.sha256([]))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }
}
