// SPDX-License-Identifier: Apache-2.0

import HostLoader
import PluginABI

extension FakePlugin {
    /// A request as a test writes it.
    struct Request {
        var method = "GET"
        var url: String
        var headers: [(String, String)] = []
        var body = ""
        var timeout: Int64 = 30_000
        var bodyLimit: UInt64 = 0
        var call: UInt64 = 0
    }

    /// Starts a request.
    ///
    /// - Returns: what `start` answered, and the handle.
    func start(_ request: Request, _ recorder: ReplyRecorder) -> (status: tw_status, handle: UInt64) {
        guard let http = service(TW_SERVICE_HTTP, as: tw_http.self) else { return (TW_UNIMPLEMENTED, 0) }
        return lend(request.method) { method in
            lend(request.url) { url in
                lend(request.body) { body in
                    unsafe withHeaders(request.headers) { headers in
                        unsafe start(
                            http,
                            tw_http_request(
                                struct_size: UInt32(MemoryLayout<tw_http_request>.size),
                                header_count: UInt32(headers.count),
                                method: method,
                                url: url,
                                headers: headers.baseAddress,
                                body: body,
                                timeout_ms: request.timeout,
                                max_body_bytes: request.bodyLimit,
                                call_id: request.call
                            ),
                            recorder
                        )
                    }
                }
            }
        }
    }

    private func start(
        _ http: tw_http,
        _ request: tw_http_request,
        _ recorder: ReplyRecorder
    ) -> (status: tw_status, handle: UInt64) {
        var request = unsafe request
        var events = ReplyRecorder.events
        var handle: UInt64 = 0
        // SAFETY: all are locals that outlive the call, which copies them.
        let status = unsafe http.start(context.host, &request, &events, recorder.user, &handle)
        return (status, handle)
    }

    private func withHeaders<Result>(
        _ headers: [(String, String)],
        _ body: (UnsafeBufferPointer<tw_http_header>) -> Result
    ) -> Result {
        let texts = headers.map { (Array($0.0.utf8), Array($0.1.utf8)) }
        func lent(_ index: Int, _ done: [tw_http_header]) -> Result {
            guard index < texts.count else { return unsafe done.withUnsafeBufferPointer(body) }
            // SAFETY: each array lives until the innermost call has returned.
            return unsafe texts[index].0
                .withUnsafeBufferPointer { name in
                    unsafe texts[index].1
                        .withUnsafeBufferPointer { value in
                            let header = unsafe tw_http_header(
                                name: tw_bytes(ptr: name.baseAddress, len: name.count),
                                value: tw_bytes(ptr: value.baseAddress, len: value.count)
                            )
                            return unsafe lent(index + 1, done + [header])
                        }
                }
        }
        return unsafe lent(0, [])
    }

    /// Sends a request and waits for its end; a refusal is an end too.
    func send(_ request: Request) async -> Reply {
        let recorder = ReplyRecorder()
        let started = start(request, recorder)
        guard started.status == TW_OK else {
            var reply = Reply()
            reply.outcome = started.status
            return reply
        }
        return await recorder.end()
    }

    /// Cancels a request.
    func cancel(_ handle: UInt64) {
        // SAFETY: the host struct lives as long as the context.
        unsafe service(TW_SERVICE_HTTP, as: tw_http.self)?.cancel(context.host, handle)
    }
}
