// SPDX-License-Identifier: Apache-2.0

/// Which hosts a plugin may talk to.
struct HostGrants: Sendable {
    private enum Pattern: Hashable, Sendable {
        case exact(WebHost)
        /// With its leading dot: the name itself is not covered.
        case suffix(String)
    }

    private struct Grant: Hashable, Sendable {
        let pattern: Pattern
        /// Nothing: every port.
        let port: UInt16?
        /// Whether a link-local address may be reached without TLS: the manifest or the operator listed it.
        let isListed: Bool
    }

    private var grants: [Grant] = []
    /// Entries that grant nothing because they could not be read, or cover too much.
    private(set) var unusable: [String] = []

    /// Collects grants.
    ///
    /// - Parameters:
    ///   - manifest: exact hosts or "*." and a suffix of at least two labels, each with or without ":port".
    ///   - endpointVariables: variables whose URL's host and port are granted.
    ///   - environment: where these variables are looked up.
    ///   - extra: what the operator grants, in the form of `manifest`.
    init(manifest: [String], endpointVariables: NamePatterns, environment: [String: String], extra: [String])
    {
        for entry in manifest + extra { add(entry) }
        for (name, value) in environment where endpointVariables.covers(name) && !value.isEmpty {
            do {
                // Only scheme and host count; what follows is the plugin's.
                let address = try WebAddress(value)
                grants.append(Grant(pattern: .exact(address.host), port: address.port, isListed: false))
            } catch {
                unusable.append(name)
            }
        }
        unusable.sort()
    }

    private mutating func add(_ entry: String) {
        do {
            let isSuffix = entry.hasPrefix("*.")
            let (host, port) = try WebHost.withPort(isSuffix ? String(entry.dropFirst(2)) : entry)
            switch (host, isSuffix) {
            case (let host, false): grants.append(Grant(pattern: .exact(host), port: port, isListed: true))
            case (.name(let name), true) where name.contains("."):
                grants.append(Grant(pattern: .suffix("." + name), port: port, isListed: true))
            default: unusable.append(entry)
            }
        } catch {
            unusable.append(entry)
        }
    }

    /// Checks that a request may be sent.
    ///
    /// - Throws: ``ServiceRefusal`` naming the host when it is not granted, or TLS is missing.
    func check(_ address: WebAddress) throws(ServiceRefusal) {
        let matching = grants.filter { Self.covers($0, address) }
        guard !matching.isEmpty else {
            throw ServiceRefusal(
                .permissionDenied,
                "The plugin was not granted the host \(address.place): neither its manifest nor the operator lists it."
            )
        }
        guard address.scheme == .http, !address.host.isLoopback else { return }
        guard address.host.isLinkLocal, matching.contains(where: \.isListed) else {
            throw ServiceRefusal(
                .permissionDenied,
                "Plain http to \(address.place) is refused: it is for loopback addresses, and for link-local ones"
                    + " that the manifest lists. Use https."
            )
        }
    }

    private static func covers(_ grant: Grant, _ address: WebAddress) -> Bool {
        guard grant.port == nil || grant.port == address.port else { return false }
        switch (grant.pattern, address.host) {
        case (.exact(let host), _): return host == address.host
        case (.suffix(let suffix), .name(let name)): return name.hasSuffix(suffix)
        case (.suffix, _): return false
        }
    }
}
