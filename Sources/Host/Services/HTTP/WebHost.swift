// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A host as a URL names it (RFC 3986 section 3.2.2), in one canonical form.
enum WebHost: Hashable, Sendable {
    /// A name in lower case.
    case name(String)
    /// An IPv4 address, four bytes.
    case ipv4([UInt8])
    /// An IPv6 address, sixteen bytes.
    case ipv6([UInt8])

    /// Reads a host.
    ///
    /// Only four plain decimal numbers are an IPv4 address: "127.1", "0x7f.1" and "2130706433", which libcurl
    /// would turn into one, are refused, as is a name that ends with a dot.
    /// - Parameter text: the host, an IPv6 address in brackets.
    /// - Throws: ``ServiceRefusal`` when it is none.
    init(_ text: String) throws(ServiceRefusal) {
        if text.hasPrefix("["), text.hasSuffix("]") {
            guard let bytes = Self.ipv6(String(text.dropFirst().dropLast())) else {
                throw Self.malformed(text)
            }
            self = .ipv6(bytes)
            return
        }
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(Self.isLabel), let last = labels.last else {
            throw Self.malformed(text)
        }
        if last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) || last.hasPrefix("0x") {
            guard let bytes = Self.ipv4(labels) else { throw Self.malformed(text) }
            self = .ipv4(bytes)
        } else {
            self = .name(name)
        }
    }

    /// Reads "host" or "host:port".
    ///
    /// - Throws: ``ServiceRefusal`` when it is neither.
    static func withPort(_ text: String) throws(ServiceRefusal) -> (WebHost, UInt16?) {
        let hostEnd: String.Index
        if text.hasPrefix("["), let bracket = text.firstIndex(of: "]") {
            hostEnd = text.index(after: bracket)
        } else {
            hostEnd = text.firstIndex(of: ":") ?? text.endIndex
        }
        let host = try WebHost(String(text[..<hostEnd]))
        let rest = text[hostEnd...]
        guard !rest.isEmpty else { return (host, nil) }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits), port > 0
        else { throw malformed(text) }
        return (host, port)
    }

    private static func malformed(_ text: String) -> ServiceRefusal {
        .argument("'\(text.prefix(80))' is no host, or a form of one that is not taken.")
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "_")
            }
    }

    private static func ipv4(_ labels: [Substring]) -> [UInt8]? {
        let bytes = labels.compactMap { label -> UInt8? in
            guard label == "0" || !label.hasPrefix("0") else { return nil }
            return UInt8(label)
        }
        return labels.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        // SAFETY: inet_pton writes 16 bytes for AF_INET6; the text is terminated for the call.
        return unsafe inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    // MARK: Kinds

    /// Whether this is this machine and nothing else: 127.0.0.0/8, ::1, or "localhost" (RFC 6761 section 6.3).
    var isLoopback: Bool {
        switch self {
        case .name(let name): name == "localhost"
        case .ipv4(let bytes): bytes[0] == 127
        case .ipv6(let bytes): bytes == [UInt8](repeating: 0, count: 15) + [1]
        }
    }

    /// Whether this is an address next to this machine, where clouds serve instance metadata without TLS.
    ///
    /// 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291), and unique local ones, fc00::/7 (RFC 4193).
    var isLinkLocal: Bool {
        switch self {
        case .name: false
        case .ipv4(let bytes): bytes[0] == 169 && bytes[1] == 254
        case .ipv6(let bytes): (bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80) || bytes[0] & 0xFE == 0xFC
        }
    }
}

extension WebHost: CustomStringConvertible {
    var description: String {
        switch self {
        case .name(let name): name
        case .ipv4(let bytes): bytes.map(String.init).joined(separator: ".")
        case .ipv6(let bytes):
            "["
                + stride(from: 0, to: 16, by: 2)
                .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":") + "]"
        }
    }
}
