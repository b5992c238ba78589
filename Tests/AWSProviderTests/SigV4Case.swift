// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

/// One request with what botocore made of it; see Tests/Integration/generate_sigv4_cases.py.
struct SigV4Case: Sendable, CustomTestStringConvertible {
    let name: String
    let service: String
    let region: String
    let request: HTTPRequest
    let credentials: AWSCredentials
    let isUnsigned: Bool
    let time: WallClock
    let canonical: String
    let expectedHeaders: [String: String]

    var testDescription: String { name }

    static func all() throws -> [SigV4Case] {
        let document = try CaseFile.json("sigv4/cases.json")
        return try #require(document["cases"]?.array).map { try SigV4Case($0, in: document) }
    }

    private init(_ value: JSONValue, in document: JSONValue) throws {
        name = try #require(value["name"]?.string)
        service = try #require(value["service"]?.string)
        region = try #require(value["region"]?.string)
        isUnsigned = value["unsigned"]?.bool ?? false
        time = WallClock(secondsSince1970: try #require(document["time"]?.double))
        canonical = try #require(value["expected"]?["canonical"]?.string)
        let hasToken = value["session_token"]?.bool ?? false
        credentials = AWSCredentials(
            accessKeyID: try #require(document["access_key"]?.string),
            secretAccessKey: try #require(document["secret_key"]?.string),
            sessionToken: hasToken ? document["session_token"]?.string : nil
        )
        request = HTTPRequest(
            method: try #require(value["method"]?.string),
            url: try #require(value["url"]?.string),
            headers: try #require(value["headers"]?.array)
                .map {
                    (try #require($0[0]?.string), try #require($0[1]?.string))
                },
            body: try Self.bytes(try #require(value["body_hex"]?.string))
        )
        var headers: [String: String] = [:]
        for member in try #require(value["expected"]?["headers"]?.object) {
            headers[member.name] = member.value.string
        }
        expectedHeaders = headers
    }

    private static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = Array(hex.utf8)
        return try stride(from: 0, to: digits.count, by: 2)
            .map {
                try #require(UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16))
            }
    }
}
