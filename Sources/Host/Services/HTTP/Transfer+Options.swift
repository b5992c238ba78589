// SPDX-License-Identifier: Apache-2.0

import CCurl

extension Transfer {
    /// What is the same for every request of an engine.
    struct Surroundings: Sendable {
        let limits: HTTPLimits
        let proxies: ProxySettings
        let certificateFile: String?
    }

    /// Sets every option of a fresh or reset handle.
    ///
    /// - Throws: ``ServiceRefusal`` when there is no memory.
    func configure(_ request: OutgoingRequest, _ surroundings: Surroundings) throws(ServiceRefusal) {
        let limits = surroundings.limits
        easy.keepMessage()
        easy.set(CURLOPT_URL, request.address.text)
        easy.set(CURLOPT_PATH_AS_IS, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_NOPROGRESS, 1)
        // Cancelling must not wait for a name that is being resolved on libcurl's thread.
        easy.set(CURLOPT_QUICK_EXIT, 1)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connectTimeout))
        // Servers close idle connections after a minute or so; a younger one is less likely to be dead.
        easy.set(CURLOPT_MAXAGE_CONN, 50)
        easy.set(CURLOPT_PROXY, surroundings.proxies.proxy(for: request.address))
        easy.set(CURLOPT_NOPROXY, surroundings.proxies.exceptions)
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let file = surroundings.certificateFile {
            easy.set(CURLOPT_CAINFO, file)
            easy.set(CURLOPT_PROXY_CAINFO, file)
        }
        if request.address.scheme == .https {
            // Rather a stream of a connection that is being made than a connection of its own.
            easy.set(CURLOPT_PIPEWAIT, 1)
        }
        if !request.has("accept-encoding") { easy.set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate") }
        setMethod(request)
        try easy.setLines(Self.lines(request, limits))
        attach()
    }

    private func setMethod(_ request: OutgoingRequest) {
        switch request.method {
        case "GET" where request.body.isEmpty: easy.set(CURLOPT_HTTPGET, 1)
        case "HEAD": easy.set(CURLOPT_NOBODY, 1)
        case "DELETE" where request.body.isEmpty, "OPTIONS" where request.body.isEmpty:
            easy.set(CURLOPT_HTTPGET, 1)
            easy.set(CURLOPT_CUSTOMREQUEST, request.method)
        default:
            // Also with an empty body, for which Content-Length: 0 is sent (RFC 9110 section 8.6).
            easy.set(CURLOPT_POST, 1)
            easy.setBody(request.body)
            easy.set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    /// libcurl's notation: "Name: value", "Name;" for an empty value, "Name:" for none at all.
    private static func lines(_ request: OutgoingRequest, _ limits: HTTPLimits) -> [String] {
        var lines = request.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if !request.has("user-agent") { lines.append("User-Agent: \(limits.userAgent)") }
        // What libcurl would add by itself.
        for name in ["Accept", "Content-Type", "Expect"] where !request.has(name.lowercased()) {
            lines.append("\(name):")
        }
        return lines
    }
}
