// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// Sends HTTP requests through the host.
public struct HostHTTPTransport: HTTPTransport {
    private let host: PluginHost

    /// Sends through a host.
    ///
    /// - Parameter host: the host.
    public init(_ host: PluginHost) { self.host = host }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let exchange = HTTPExchange()
        let outcome = await withTaskCancellationHandler {
            start(request, exchange)
            return await exchange.end.outcome()
        } onCancel: {
            if let handle = exchange.end.cancel() { cancel(handle) }
        }
        if Task.isCancelled, outcome.status != TW_OK {
            throw HTTPError(.cancelled, "The request was cancelled.")
        }
        return try exchange.response(outcome, request)
    }

    private func cancel(_ handle: UInt64) { unsafe host.http?.pointee.cancel?(host.pointer, handle) }

    private func start(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        guard let start = unsafe host.http?.pointee.start else {
            return exchange.fail(TW_UNAVAILABLE, "The host offers no HTTP (service \(TW_SERVICE_HTTP)).")
        }
        var handle: UInt64 = 0
        // SAFETY: the reference is given up by `on_done`, which comes once after TW_OK, or below.
        let user = unsafe Unmanaged.passRetained(exchange)
        var events = HTTPExchange.events
        let status = unsafe request.withABIRequest(callID: PluginCall.currentID) { borrowed in
            unsafe start(host.pointer, borrowed, &events, user.toOpaque(), &handle)
        }
        if status != TW_OK {
            unsafe user.release()
            exchange.fail(status, "The host refuses the request to \(request.url).")
        } else if exchange.end.started(handle) {
            cancel(handle)
        }
    }
}

/// One request under way and what has come of its reply.
private final class HTTPExchange: Sendable {
    struct Outcome: Sendable {
        let status: Int32
        let message: String
    }

    let end = OneShot<Outcome>()
    private let reply = Mutex(HTTPResponse(status: 0))

    func fail(_ status: Int32, _ message: String) { end.deliver(Outcome(status: status, message: message)) }

    func response(_ outcome: Outcome, _ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        let code: HTTPError.Code
        switch outcome.status {
        case TW_OK: return reply.withLock { $0 }
        case TW_CANCELLED: code = .cancelled
        case TW_DEADLINE_EXCEEDED: code = .timeout
        case TW_PERMISSION_DENIED: code = .notGranted
        case TW_RESOURCE_EXHAUSTED: code = .tooLarge
        case TW_INVALID_ARGUMENT: code = .malformed
        default: code = .unreachable
        }
        throw HTTPError(
            code,
            outcome.message.isEmpty ? "\(request.method) \(request.url) failed." : outcome.message
        )
    }

    // SAFETY (all three): `user` is the reference that `start` gave away; the host calls in order and
    // `on_done` last, so it is alive in each; what is borrowed for the call is copied.
    static var events: tw_http_events {
        unsafe tw_http_events(
            struct_size: UInt32(MemoryLayout<tw_http_events>.size),
            reserved: 0,
            on_head: { user, status, headers, count in
                guard let exchange = unsafe HTTPExchange.borrowed(user) else { return 1 }
                exchange.reply.withLock { reply in
                    reply.status = Int(status)
                    for index in 0..<Int(count) {
                        guard let field = unsafe headers?[index] else { break }
                        reply.headers.append(unsafe (field.name.text, field.value.text))
                    }
                }
                return 0
            },
            on_body: { user, chunk in
                guard let exchange = unsafe HTTPExchange.borrowed(user) else { return 1 }
                let bytes = unsafe chunk.copied
                exchange.reply.withLock { $0.body.append(contentsOf: bytes) }
                return 0
            },
            on_done: { user, status, error in
                guard let user = unsafe user else { return }
                let message = unsafe error.text
                unsafe Unmanaged<HTTPExchange>.fromOpaque(user).takeRetainedValue().fail(status, message)
            }
        )
    }

    private static func borrowed(_ user: UnsafeMutableRawPointer?) -> HTTPExchange? {
        unsafe user.map { unsafe Unmanaged<HTTPExchange>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension HTTPRequest {
    /// Lends the request in the contract's form for the time of one call.
    func withABIRequest<Result>(callID: UInt64, _ body: (UnsafePointer<tw_http_request>) -> Result) -> Result
    {
        // One flat copy of all header bytes, so that one pointer lends them all.
        var text: [UInt8] = []
        var ends: [Int] = []
        for header in headers {
            text.append(contentsOf: header.name.utf8)
            ends.append(text.count)
            text.append(contentsOf: header.value.utf8)
            ends.append(text.count)
        }
        return unsafe text.withUnsafeBufferPointer { text in
            let fields = unsafe headers.indices.map { index in
                let start = index == 0 ? 0 : ends[2 * index - 1]
                let (middle, end) = (ends[2 * index], ends[2 * index + 1])
                // SAFETY: `text` outlives the call of `body` below; the places lie inside it.
                return unsafe tw_http_header(
                    name: tw_bytes(ptr: text.baseAddress.map { unsafe $0 + start }, len: middle - start),
                    value: tw_bytes(ptr: text.baseAddress.map { unsafe $0 + middle }, len: end - middle)
                )
            }
            return unsafe lend(fields, callID, body)
        }
    }

    private func lend<Result>(
        _ fields: [tw_http_header],
        _ callID: UInt64,
        _ operation: (UnsafePointer<tw_http_request>) -> Result
    ) -> Result {
        unsafe fields.withUnsafeBufferPointer { fields in
            unsafe withABIBytes(method) { method in
                unsafe withABIBytes(url) { url in
                    unsafe withABIBytes(self.body) { content in
                        // SAFETY: everything is borrowed for the call, and the host copies it.
                        var request = unsafe tw_http_request(
                            struct_size: UInt32(MemoryLayout<tw_http_request>.size),
                            header_count: UInt32(fields.count),
                            method: method,
                            url: url,
                            headers: fields.baseAddress,
                            body: content,
                            timeout_ms: timeout?.milliseconds ?? 0,
                            max_body_bytes: UInt64(max(maximumBody ?? 0, 0)),
                            call_id: callID
                        )
                        return unsafe operation(&request)
                    }
                }
            }
        }
    }
}
