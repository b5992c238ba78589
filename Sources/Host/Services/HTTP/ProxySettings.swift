// SPDX-License-Identifier: Apache-2.0

/// Proxies as the environment names them, in curl's convention.
struct ProxySettings: Hashable, Sendable {
    private let plain: String
    private let secure: String
    /// Hosts that are reached directly, in the form of `no_proxy`.
    let exceptions: String

    /// Reads `http_proxy` (small letters only: a CGI server sets HTTP_PROXY from a request's Proxy field),
    /// `https_proxy`, `all_proxy` and `no_proxy`.
    init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty && !$0.utf8.contains(0) }
        }
        let other = value("all_proxy", "ALL_PROXY") ?? ""
        plain = value("http_proxy") ?? other
        secure = value("https_proxy", "HTTPS_PROXY") ?? other
        exceptions = value("no_proxy", "NO_PROXY") ?? ""
    }

    /// Finds the proxy for a request; "" is none.
    ///
    /// Loopback and link-local addresses mean this machine or its cloud's metadata, not the proxy's.
    func proxy(for address: WebAddress) -> String {
        guard !address.host.isLoopback, !address.host.isLinkLocal else { return "" }
        return address.scheme == .http ? plain : secure
    }
}
