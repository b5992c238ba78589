// SPDX-License-Identifier: Apache-2.0

/// The text that a SigV4 signature covers.
///
/// AWS "Create a signed AWS API request", step 1; details as botocore's `SigV4Auth` and `S3SigV4Auth` have them.
struct SigV4CanonicalRequest: Sendable {
    /// Names of the headers that are signed, in lower case, sorted, joined with ";".
    let signedHeaders: String
    /// The canonical request.
    let text: String

    /// Header fields that proxies and clients change on the way, so that they are never signed.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "te",
        "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// Puts a request in canonical form.
    ///
    /// - Parameters:
    ///   - request: the request with all headers that are to be signed, apart from Host, which is derived.
    ///   - service: the signing name; for "s3" the path is taken as it is.
    ///   - bodyHash: the hexadecimal hash of the body, or the word that stands for it.
    init(_ request: HTTPRequest, service: String, bodyHash: String) {
        let url = RequestURL(request.url)
        let fields = Self.fields(of: request, url: url)
        signedHeaders = fields.map(\.name).joined(separator: ";")
        text = """
            \(request.method.uppercased())
            \(service == "s3" ? Self.s3Path(url.path) : Self.path(url.path))
            \(Self.query(url.query))
            \(fields.map { "\($0.name):\($0.value)\n" }.joined())
            \(signedHeaders)
            \(bodyHash)
            """
    }

    /// The canonical path of every service but S3: normalised, then escaped once more.
    ///
    /// - Parameter path: the path as it is sent.
    /// - Returns: the path as it is signed.
    static func path(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        return PercentEncoding.encode(withoutDotSegments(path)) {
            PercentEncoding.isUnreserved($0) || $0 == slash
        }
    }

    /// The canonical path of S3, whose keys may hold "//" and "..": as it is sent.
    ///
    /// - Parameter path: the path as it is sent.
    /// - Returns: the path as it is signed.
    static func s3Path(_ path: String) -> String {
        path.isEmpty ? "/" : PercentEncoding.encode(path, keeping: isPrintableASCII)
    }

    /// The canonical query: pairs sorted by name, then by value; escapes are left as they were sent.
    ///
    /// - Parameter query: the query as it is sent.
    /// - Returns: the query as it is signed.
    static func query(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
            .map {
                pair -> (name: String, value: String) in
                let parts = pair.split(
                    separator: UInt8(ascii: "="),
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                let name = parts.first.map { String(Substring($0)) } ?? ""
                let value = parts.count > 1 ? String(Substring(parts[1])) : ""
                return (
                    PercentEncoding.encode(name, keeping: isPrintableASCII),
                    PercentEncoding.encode(value, keeping: isPrintableASCII)
                )
            }
        let sorted = pairs.sorted {
            $0.name == $1.name ? precedes($0.value, $1.value) : precedes($0.name, $1.name)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// RFC 3986 section 5.2.4, and repeated slashes collapse, as AWS's services want it.
    private static func withoutDotSegments(_ path: String) -> String {
        guard !path.isEmpty else { return "/" }
        let slash = UInt8(ascii: "/")
        var kept: [Substring] = []
        for segment in path.utf8.split(separator: slash) {
            switch Substring(segment) {
            case ".": break
            case "..": _ = kept.popLast()
            case let other: kept.append(other)
            }
        }
        let first = path.utf8.first == slash ? "/" : ""
        let last = path.utf8.last == slash && !kept.isEmpty ? "/" : ""
        return first + kept.joined(separator: "/") + last
    }

    /// Header fields in canonical form; values of a repeated field are joined in their order.
    private static func fields(of request: HTTPRequest, url: RequestURL) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in request.headers {
            let name = header.name.lowercased()
            guard !unsigned.contains(name) else { continue }
            values[name, default: []].append(trimmed(header.value))
        }
        if values["host"] == nil { values["host"] = [url.hostField] }
        return values.sorted { precedes($0.key, $1.key) }.map { ($0.key, $0.value.joined(separator: ",")) }
    }

    /// Drops blanks at both ends and makes every run of them one.
    private static func trimmed(_ value: String) -> String {
        value.utf8.split { $0 == 32 || (9...13).contains($0) }.map { String(Substring($0)) }
            .joined(separator: " ")
    }

    private static func isPrintableASCII(_ byte: UInt8) -> Bool { (33...126).contains(byte) }

    /// The order of bytes; Swift's own order of strings is that of Unicode equivalence.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
