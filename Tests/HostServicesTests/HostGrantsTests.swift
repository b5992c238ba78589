// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostServices

@Suite struct HostGrantsTests {
    private let grants = HostGrants(
        manifest: [
            "api.example.com", "*.cloud.example", "ports.example.com:8443", "127.0.0.1", "localhost", "[::1]",
            "169.254.169.254", "[fd00:ec2::254]", "10.0.0.1", "*.com", "*", "", "https://url.example",
        ],
        endpointVariables: NamePatterns(["ENDPOINT", "ENDPOINT_*", "BROKEN"]),
        environment: [
            "ENDPOINT": "https://override.example:9000/base/path?x=y",
            "ENDPOINT_S3": "http://127.0.0.2:4566",
            "ENDPOINT_META": "http://169.254.170.2/v2/credentials",
            "ENDPOINT_EMPTY": "",
            "BROKEN": "not a url",
            "OTHER": "https://other.example",
        ],
        extra: ["extra.example", "169.254.170.23"]
    )

    @Test(arguments: [
        "https://api.example.com/", "https://API.Example.COM/", "https://api.example.com:444/",
        "https://a.cloud.example/", "https://a.b.cloud.example/?q", "https://ports.example.com:8443/",
        "http://127.0.0.1/", "http://127.0.0.1:5000/x", "http://localhost:1/", "http://[::1]:8080/",
        "http://[0:0:0:0:0:0:0:1]/", "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/latest",
        "https://10.0.0.1/", "https://override.example:9000/any", "http://127.0.0.2:4566/",
        "https://extra.example/",
        "http://169.254.170.23/v1/credentials",
    ])
    func `what manifest, environment or operator list is granted`(url: String) throws {
        try grants.check(try WebAddress(url))
    }

    @Test(arguments: [
        ("https://example.com/", "neither its manifest"),
        ("https://xapi.example.com/", "neither its manifest"),
        ("https://api.example.com.evil.example/", "neither its manifest"),
        ("https://cloud.example/", "neither its manifest"),
        ("https://evilcloud.example/", "neither its manifest"),
        ("https://ports.example.com/", "neither its manifest"),
        ("https://anything.com/", "neither its manifest"),
        ("https://override.example/", "neither its manifest"),
        ("https://other.example/", "neither its manifest"),
        ("https://127.0.0.2:4567/", "neither its manifest"),
        ("https://127.0.0.3/", "neither its manifest"),
        ("https://169.254.169.253/", "neither its manifest"),
        ("http://api.example.com/", "Plain http"),
        ("http://a.cloud.example/", "Plain http"),
        ("http://10.0.0.1/", "Plain http"),
        ("http://override.example:9000/", "Plain http"),
        ("http://extra.example/", "Plain http"),
        ("http://169.254.170.2/v2/credentials", "Plain http"),
    ])
    func `everything else is refused with a reason that names the host`(url: String, reason: String) throws {
        let address = try WebAddress(url)
        let refusal = try #require(throws: ServiceRefusal.self) { try grants.check(address) }
        #expect(refusal.code == .permissionDenied)
        #expect(refusal.message.contains(address.place))
        #expect(refusal.message.contains(reason))
    }

    @Test func `entries that grant nothing are named`() {
        #expect(grants.unusable == ["", "*", "*.com", "BROKEN", "https://url.example"])
    }
}

@Suite struct WebAddressTests {
    @Test(arguments: [
        "", "example.com", "//example.com/", "ftp://example.com/", "file:///etc/passwd", "https:/example.com",
        "https://", "https:///path", "https://user@example.com/", "https://user:pass@example.com/",
        "https://example.com@evil.example/", "https://example.com\\@evil.example/", "https://example.com:/",
        "https://example.com:0/", "https://example.com:65536/", "https://example.com:4x3/",
        "https://example.com:+443/",
        "https://example.com/a b", "https://example.com/a\r\nX: y", "https://example.com/\u{0}",
        "https://example.com/ä",
        "https://exämple.com/", "https://example.com/#part", "https://example.com./", "https://.example.com/",
        "https://a..b/", "https://%65xample.com/", "https://127.1/", "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/", "https://0177.0.0.1/", "https://127.0.0.01/", "https://256.0.0.1/",
        "https://1.2.3.4.5/",
        "https://[::1/", "https://::1/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://[]/",
        "https://[gg::]/",
    ])
    func `an ambiguous or foreign URL is not taken`(url: String) throws {
        let refusal = try #require(throws: ServiceRefusal.self) { try WebAddress(url) }
        #expect(refusal.code == .invalidArgument)
    }

    @Test func `a URL that is too long is not taken`() {
        #expect(throws: ServiceRefusal.self) {
            try WebAddress("https://example.com/" + String(repeating: "a", count: 40_000))
        }
    }

    @Test(arguments: [
        ("HTTPS://Example.COM", "example.com", 443), ("http://example.com:8080?x", "example.com:8080", 8080),
        ("https://[2001:DB8::1]:444/", "[2001:db8:0:0:0:0:0:1]:444", 444),
        ("http://127.0.0.1:80/", "127.0.0.1", 80),
        ("https://a_b.example/x", "a_b.example", 443),
    ])
    func `host and port are read in one canonical form`(url: String, place: String, port: UInt16) throws {
        let address = try WebAddress(url)
        #expect(address.place == place)
        #expect(address.port == port)
        #expect(address.text == url)
    }
}

@Suite struct ProxySettingsTests {
    private let environment = [
        "http_proxy": "http://plain:3128", "https_proxy": "http://secure:3128",
        "no_proxy": "internal.example",
    ]

    @Test(arguments: [
        ("https://example.com/", "http://secure:3128"), ("http://example.com/", "http://plain:3128"),
        ("http://127.0.0.1/", ""), ("http://localhost:1/", ""), ("http://169.254.169.254/", ""),
        ("http://[::1]/", ""),
    ])
    func `the proxy depends on the scheme, and is not for addresses close by`(
        url: String,
        proxy: String
    ) throws {
        #expect(ProxySettings(environment: environment).proxy(for: try WebAddress(url)) == proxy)
    }

    @Test func `HTTP_PROXY in capitals is not trusted`() throws {
        let settings = ProxySettings(environment: [
            "HTTP_PROXY": "http://evil:1", "HTTPS_PROXY": "http://good:1",
        ])
        #expect(settings.proxy(for: try WebAddress("http://example.com/")).isEmpty)
        #expect(settings.proxy(for: try WebAddress("https://example.com/")) == "http://good:1")
    }
}
