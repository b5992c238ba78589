// SPDX-License-Identifier: Apache-2.0

/// A URL read strictly, so that this file and libcurl cannot differ about which host it names.
struct WebAddress: Hashable, Sendable {
    /// The two schemes that are spoken.
    enum Scheme: String, Sendable {
        case http, https

        /// RFC 9110 sections 4.2.1 and 4.2.2.
        var port: UInt16 { self == .http ? 80 : 443 }
    }

    /// The text, which is sent as it is.
    let text: String
    let scheme: Scheme
    let host: WebHost
    let port: UInt16

    /// Longest URL in bytes.
    static let limit = 32 << 10

    /// Reads an absolute http or https URL without user, password and fragment.
    ///
    /// - Parameter text: the URL.
    /// - Throws: ``ServiceRefusal`` when it is anything else.
    init(_ text: String) throws(ServiceRefusal) {
        guard text.utf8.count <= Self.limit else {
            throw .argument("The URL has \(text.utf8.count) bytes; the limit is \(Self.limit).")
        }
        // RFC 3986 section 2: everything else must be percent-encoded. A line break would split the request.
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .argument("The URL has a character that must be percent-encoded (RFC 3986 section 2).")
        }
        guard !text.utf8.contains(UInt8(ascii: "#")) else {
            throw .argument("The URL has a fragment, which is never sent.")
        }
        let bytes = Array(text.utf8)
        let (scheme, start) = try Self.scheme(bytes)
        let end =
            bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            ?? bytes.endIndex
        let authority = String(decoding: bytes[start..<end], as: UTF8.self)
        let (host, port) = try WebHost.withPort(authority)
        self.text = text
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.port
    }

    private static func scheme(_ bytes: [UInt8]) throws(ServiceRefusal) -> (Scheme, Int) {
        for scheme in [Scheme.https, .http] {
            let beginning = Array("\(scheme.rawValue)://".utf8)
            let candidate = bytes.prefix(beginning.count).map { $0 | ($0 >= 0x41 && $0 <= 0x5A ? 0x20 : 0) }
            if candidate == beginning { return (scheme, beginning.count) }
        }
        throw .argument("The URL begins with neither https:// nor http://.")
    }

    /// Host and, where it is not the usual one, port: for messages.
    var place: String { port == scheme.port ? host.description : "\(host):\(port)" }
}
