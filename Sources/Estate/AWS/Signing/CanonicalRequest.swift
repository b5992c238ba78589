// SPDX-License-Identifier: Apache-2.0

/// The text over which Signature Version 4 is computed, rebuilt from what came over the wire.
///
/// Source: IAM User Guide, "Create a signed AWS API request", step 1.
struct CanonicalRequest: Sendable {
    let text: String

    init(_ request: EstateRequest, signedHeaders: [String], payloadHash: String, service: String) {
        let headers = signedHeaders.map { "\($0):\(Self.trimmed(request.headers[$0] ?? ""))\n" }.joined()
        text = [
            request.method,
            Self.path(request.path, service: service),
            Self.query(request.query),
            headers,
            signedHeaders.joined(separator: ";"),
            payloadHash,
        ]
        .joined(separator: "\n")
    }

    /// S3 signs the path as it is sent; the others resolve dots and doubled slashes and encode it once more.
    private static func path(_ path: String, service: String) -> String {
        if service == "s3" {
            return PercentEncoding.encoded(PercentEncoding.decoded(path), keeping: "/")
        }
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let hasEnd = path.hasSuffix("/") && !segments.isEmpty
        let normal = "/" + segments.joined(separator: "/") + (hasEnd ? "/" : "")
        return PercentEncoding.encoded(normal, keeping: "/")
    }

    private static func query(_ query: String) -> String {
        query.split(separator: "&")
            .map { pair -> (String, String) in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = PercentEncoding.encoded(PercentEncoding.decoded(parts[0]))
                let value = parts.count > 1 ? PercentEncoding.encoded(PercentEncoding.decoded(parts[1])) : ""
                return (name, value)
            }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    /// Without space at the ends, with single spaces between words.
    private static func trimmed(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }
}
