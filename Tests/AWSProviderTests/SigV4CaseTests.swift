// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct SigV4CaseTests {
    static let corpus: [SigV4Case] = {
        do { return try SigV4Case.all() } catch {
            Issue.record("sigv4/cases.json cannot be read: \(error)")
            return []
        }
    }()

    @Test func `at least sixty requests are compared with botocore`() {
        #expect(Self.corpus.count >= 60)
    }

    @Test(arguments: corpus)
    func `a request is signed as botocore signs it`(_ example: SigV4Case) throws {
        let signed = SigV4Signer.sign(
            example.request,
            credentials: example.credentials,
            region: example.region,
            service: example.service,
            time: example.time,
            payload: example.isUnsigned ? .unsigned : .signed
        )
        for (name, value) in example.expectedHeaders {
            #expect(signed.headers.filter { $0.name.lowercased() == name }.map(\.value) == [value], "\(name)")
        }
        let added: Set<String> = [
            "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
        ]
        let present = Set(signed.headers.map { $0.name.lowercased() }).intersection(added)
        #expect(present == Set(example.expectedHeaders.keys))
    }

    @Test(arguments: corpus)
    func `a canonical request reads as botocore's`(_ example: SigV4Case) throws {
        let signed = SigV4Signer.sign(
            example.request,
            credentials: example.credentials,
            region: example.region,
            service: example.service,
            time: example.time,
            payload: example.isUnsigned ? .unsigned : .signed
        )
        let bodyHash = try #require(example.canonical.split(separator: "\n").last.map(String.init))
        let canonical = SigV4CanonicalRequest(signed, service: example.service, bodyHash: bodyHash)
        #expect(canonical.text == example.canonical)
    }
}
