// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostServices

@Suite struct RedactorTests {
    /// No key that ever worked: the examples of vendors' documentation, and made-up ones.
    private static let keyID = "AKIAIOSFODNN7" + "EXAMPLE"
    private static let secretKey = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
    private static let webToken = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    private static let session = String(repeating: "Fwo1GZXIvYXdzEJr", count: 8)

    @Test(arguments: [
        (keyID, "[redacted]"),
        ("key \(keyID) is bad", "key [redacted] is bad"),
        ("ASIA" + keyID.dropFirst(4) + ",", "[redacted],"),
        ("\"\(secretKey)\"", "\"[redacted]\""),
        (
            "aws_secret_access_key = \(secretKey)\nregion = eu",
            "aws_secret_access_key = [redacted]\nregion = eu"
        ),
        ("AWS_SESSION_TOKEN=\(session)", "AWS_SESSION_TOKEN=[redacted]"),
        ("token \(session)==", "token [redacted]=="),
        (
            "https://h/p?X-Amz-Signature=abcdef&X-Amz-Date=1",
            "https://h/p?X-Amz-Signature=[redacted]&X-Amz-Date=1"
        ),
        ("?x-amz-security-token=a%2Fb%3D HTTP", "?x-amz-security-token=[redacted] HTTP"),
        ("?X-Amz-Credential=abc%2Fx&y=1", "?X-Amz-Credential=[redacted]&y=1"),
        ("https://h/b?sv=1&sig=a%2Bb&se=2", "https://h/b?sv=1&sig=[redacted]&se=2"),
        ("a/token=abc;d", "a/token=[redacted];d"),
        (
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b, Signature=c\nHost: h",
            "Authorization: [redacted]\nHost: h"
        ),
        ("authorization:Bearer abc", "authorization:[redacted]"),
        ("{\"Authorization\":\"Basic dXNlcjpwYXNz\",\"a\":1}", "{\"Authorization\":\"[redacted]\",\"a\":1}"),
        ("Cookie: a=b; c=d\nX: y", "Cookie: [redacted]\nX: y"),
        ("sent Bearer abcdefghijklmnop now", "sent Bearer [redacted] now"),
        (
            "{\"access_token\": \"abc\", \"expires_in\": 5}",
            "{\"access_token\": \"[redacted]\", \"expires_in\": 5}"
        ),
        ("{'SecretAccessKey': 'a b'}", "{'SecretAccessKey': '[redacted]'}"),
        ("client_secret=abc&grant_type=x", "client_secret=[redacted]&grant_type=x"),
        ("password: hunter2", "password: [redacted]"),
        ("https://user:pass@host/p?a=b@c", "https://[redacted]@host/p?a=b@c"),
        ("proxy http://u:p@ss@proxy:3128 down", "proxy http://[redacted]@proxy:3128 down"),
        (webToken, "[redacted]"),
        ("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\nrest", "[redacted]\nrest"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "[redacted]"),
    ])
    func `what looks like a secret is masked`(text: String, expected: String) {
        #expect(Redactor.redacted(text) == expected)
    }

    @Test(arguments: [
        "", "a plain line", "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0",
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709", "basic auth is not supported", "bearer of news",
        "3 tokens left", "secrets manager", "AKIA is short", "https://h/p?marker=abc&limit=5",
        "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----", "a token, a signature and a password",
        "2026-11-21T10:00:00Z", "https://host/path@v2", "mail a@b.example",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "token=",
    ])
    func `what does not is left as it is`(text: String) { #expect(Redactor.redacted(text) == text) }

    @Test(arguments: [
        "password", "Authorization", "X-Amz-Security-Token", "aws_session_token", "clientSecret", "api-key",
    ])
    func `names of secrets are known`(name: String) { #expect(Redactor.namesSecret(name)) }

    @Test(arguments: ["region", "count", "tokens_left", "key", "name"])
    func `other names are not`(name: String) { #expect(!Redactor.namesSecret(name)) }

    @Test func `a long text of near misses is read in linear time`() {
        let text = String(repeating: "-----BEGIN token \"Bearer eyJ ", count: 2_000)
        #expect(Redactor.redacted(text).utf8.count > 0)
    }
}
