// SPDX-License-Identifier: Apache-2.0

/// What a signature is good for: `date/region/service/aws4_request`.
struct CredentialScope: Hashable, Sendable {
    let date: String
    let region: String
    let service: String

    var text: String { "\(date)/\(region)/\(service)/aws4_request" }
}

/// The parts of an `Authorization` header of Signature Version 4.
struct SignatureHeader: Hashable, Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"

    let keyID: String
    let scope: CredentialScope
    let signedHeaders: [String]
    let signature: String

    init?(parsing text: String) {
        let halves = text.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, halves[0] == Self.algorithm else { return nil }
        var fields: [String: String] = [:]
        for field in halves[1].split(separator: ",") {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            fields[String(parts[0].drop { $0 == " " })] = String(parts[1])
        }
        guard let credential = fields["Credential"]?.split(separator: "/"), credential.count == 5,
            credential[4] == "aws4_request", let headers = fields["SignedHeaders"],
            let signature = fields["Signature"]
        else { return nil }
        keyID = String(credential[0])
        scope = CredentialScope(
            date: String(credential[1]),
            region: String(credential[2]),
            service: String(credential[3])
        )
        signedHeaders = headers.split(separator: ";").map(String.init)
        self.signature = signature
    }
}
