// SPDX-License-Identifier: Apache-2.0

/// The parts of an absolute URL that a signature covers, as they stand in the URL.
struct RequestURL: Hashable, Sendable {
    /// "http" or "https", in lower case.
    let scheme: String
    /// The host in lower case; an IPv6 address keeps its brackets.
    let host: String
    /// The port, when the URL names one.
    let port: Int?
    /// The path, still escaped; empty when the URL has none.
    let path: String
    /// What follows the question mark, still escaped; empty when there is none.
    let query: String

    /// Takes a URL apart as RFC 3986 section 3 does; what is missing becomes empty.
    ///
    /// - Parameter url: the absolute URL.
    init(_ url: String) {
        var rest = url.utf8[...]
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<hash] }
        scheme = Self.takeScheme(&rest)
        let authorityEnd =
            rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        (host, port) = Self.split(authority: rest[..<authorityEnd])
        rest = rest[authorityEnd...]
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            path = String(Substring(rest[..<mark]))
            query = String(Substring(rest[rest.index(after: mark)...]))
        } else {
            path = String(Substring(rest))
            query = ""
        }
    }

    /// The value of the Host header field: the port only where the scheme does not imply it.
    var hostField: String {
        guard let port, port != (scheme == "http" ? 80 : 443) else { return host }
        return "\(host):\(port)"
    }

    /// Whether the host is this machine: "localhost" or a loopback address.
    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func takeScheme(_ rest: inout Substring.UTF8View) -> String {
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8)
        else { return "" }
        let scheme = Substring(rest[..<colon]).lowercased()
        rest = rest[colon...].dropFirst(3)
        return scheme
    }

    private static func split(authority: Substring.UTF8View) -> (host: String, port: Int?) {
        var rest = authority
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[rest.index(after: at)...] }
        let bracket = rest.lastIndex(of: UInt8(ascii: "]")) ?? rest.startIndex
        guard let colon = rest[bracket...].lastIndex(of: UInt8(ascii: ":")) else {
            return (Substring(rest).lowercased(), nil)
        }
        let port = Int(Substring(rest[rest.index(after: colon)...]))
        return (Substring(rest[..<colon]).lowercased(), port)
    }
}
