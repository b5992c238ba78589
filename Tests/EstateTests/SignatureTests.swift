// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Estate

/// The example of the AWS Signature Version 4 test suite and IAM User Guide, and requests derived from it.
struct SignatureTests {
    private static let moment = Instant(seconds: 1_440_938_160)  // 2015-08-30T12:36:00Z

    @Test func `the canonical request is that of the IAM User Guide`() {
        let request = EstateRequest(
            method: "GET",
            path: "/",
            query: "Action=ListUsers&Version=2010-05-08",
            headers: [
                "host": "iam.amazonaws.com", "x-amz-date": "20150830T123600Z",
                "content-type": "application/x-www-form-urlencoded; charset=utf-8",
            ]
        )
        let canonical = CanonicalRequest(
            request,
            signedHeaders: ["content-type", "host", "x-amz-date"],
            payloadHash: hexadecimal(Digest.sha256([])),
            service: "iam"
        )
        #expect(
            hexadecimal(Digest.sha256(Array(canonical.text.utf8)))
                == "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59"
        )
    }

    @Test(arguments: [
        ("/2017-03-31/tags/arn%3Aaws%3Alambda", "lambda", "/2017-03-31/tags/arn%253Aaws%253Alambda"),
        ("/a//b/./c/../d", "lambda", "/a/b/d"),
        ("/a//b/./c", "s3", "/a//b/./c"),
        ("/tags/arn:aws:x", "lambda", "/tags/arn%3Aaws%3Ax"),
        ("", "sqs", "/"),
        ("/a/", "lambda", "/a/"),
    ])
    func `a path is signed in the service's own form`(path: String, service: String, canonical: String) {
        let request = EstateRequest(method: "GET", path: path)
        let text = CanonicalRequest(request, signedHeaders: [], payloadHash: "", service: service).text
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false)[1] == canonical)
    }

    @Test(arguments: [
        ("b=2&a=1&a=0", "a=0&a=1&b=2"), ("tagging", "tagging="), ("a=%7e+x%20y", "a=~%2Bx%20y"),
        ("a=b=c", "a=b%3Dc"),
    ])
    func `a query is sorted and encoded anew`(query: String, canonical: String) {
        let request = EstateRequest(method: "GET", path: "/", query: query)
        let text = CanonicalRequest(request, signedHeaders: [], payloadHash: "", service: "s3").text
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false)[2] == canonical)
    }

    @Test(arguments: [
        "AWS4-HMAC-SHA256", "Bearer abc",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, Signature=0", "",
    ])
    func `an Authorization header with a part missing is no signature`(text: String) {
        #expect(SignatureHeader(parsing: text) == nil)
    }

    @Test func `the credential scope tells region and service`() throws {
        let text =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/rds/aws4_request,"
            + "SignedHeaders=host;x-amz-date, Signature=ab"
        let header = try #require(SignatureHeader(parsing: text))
        #expect(header.scope == CredentialScope(date: "20150830", region: "eu-west-1", service: "rds"))
        #expect(header.signedHeaders == ["host", "x-amz-date"])
    }
}
