// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Turns libcurl's codes into a status and a sentence that names the host and the cause, and nothing secret.
enum TransferFailure {
    private typealias Entry = (code: ServiceRefusal.Code, cause: String)

    private static let entries: [UInt32: Entry] = [
        CURLE_COULDNT_RESOLVE_HOST.rawValue: (.unavailable, "its name cannot be resolved (DNS)"),
        CURLE_COULDNT_RESOLVE_PROXY.rawValue: (.unavailable, "the proxy's name cannot be resolved (DNS)"),
        CURLE_PARTIAL_FILE.rawValue: (.unavailable, "the reply was cut off before its end"),
        CURLE_GOT_NOTHING.rawValue: (.unavailable, "the connection was closed without a reply"),
        CURLE_SEND_ERROR.rawValue: (.unavailable, "the connection broke while the request was sent"),
        CURLE_RECV_ERROR.rawValue: (.unavailable, "the connection broke while the reply was received"),
        CURLE_HTTP2.rawValue: (.unavailable, "HTTP/2 framing failed"),
        CURLE_HTTP2_STREAM.rawValue: (.unavailable, "the HTTP/2 stream was closed"),
        CURLE_BAD_CONTENT_ENCODING.rawValue: (.dataLoss, "the body cannot be decompressed"),
        CURLE_WEIRD_SERVER_REPLY.rawValue: (.dataLoss, "the reply is not HTTP"),
        CURLE_UNSUPPORTED_PROTOCOL.rawValue: (.dataLoss, "the reply is not HTTP"),
        CURLE_OUT_OF_MEMORY.rawValue: (.resourceExhausted, "libcurl has no memory"),
        CURLE_URL_MALFORMAT.rawValue: (.invalidArgument, "libcurl cannot read the URL"),
        CURLE_PEER_FAILED_VERIFICATION.rawValue: (
            .failedPrecondition, "its TLS certificate cannot be verified"
        ),
        CURLE_SSL_CACERT_BADFILE.rawValue:
            (.failedPrecondition, "the file of certificate authorities cannot be read (SSL_CERT_FILE)"),
        CURLE_SSL_CONNECT_ERROR.rawValue: (.unavailable, "the TLS handshake failed"),
        CURLE_PROXY.rawValue: (.unavailable, "the proxy refused the connection"),
    ]

    /// Codes whose message by libcurl is about certificates and holds nothing of the request.
    private static let telling: Set<UInt32> = [
        CURLE_PEER_FAILED_VERIFICATION.rawValue, CURLE_SSL_CONNECT_ERROR.rawValue,
    ]

    /// Describes how a transfer failed.
    static func refusal(_ code: CURLcode, _ easy: CurlEasy, _ address: WebAddress) -> ServiceRefusal {
        let place = address.place
        switch code {
        case CURLE_COULDNT_CONNECT:
            let number = easy.systemError
            let cause = number == 0 ? "the connection failed" : SystemError.text(number).lowercased()
            return ServiceRefusal(.unavailable, "\(place) cannot be reached: \(cause).")
        case CURLE_OPERATION_TIMEDOUT:
            return ServiceRefusal(.deadlineExceeded, "\(place) cannot be reached: connecting took too long.")
        default:
            guard let entry = entries[code.rawValue] else {
                // SAFETY: libcurl's texts for codes are static.
                let text = unsafe String(cString: curl_easy_strerror(code))
                return ServiceRefusal(.unavailable, "The request to \(place) failed: \(text).")
            }
            let detail = telling.contains(code.rawValue) ? " (\(easy.lastMessage))" : ""
            return ServiceRefusal(entry.code, "The request to \(place) failed: \(entry.cause)\(detail).")
        }
    }
}
