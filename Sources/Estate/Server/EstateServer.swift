// SPDX-License-Identifier: Apache-2.0

import FlyingFox
import FlyingSocks
import Foundation

/// Serves an ``EstateService`` over HTTP on the loopback interface.
package struct EstateServer: Sendable {
    private let service: EstateService
    private let server: HTTPServer

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - service: what answers.
    ///   - port: the port; 0 for any that is free.
    /// - Throws: ``EstateError/Code/listening`` if the loopback address is unknown.
    package init(_ service: EstateService, port: UInt16) throws(EstateError) {
        self.service = service
        do {
            let configuration = HTTPServer.Configuration(
                address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port),
                timeout: 3_600,
                sharedRequestBufferSize: 1 << 20,
                sharedRequestReplaySize: 8 << 20,
                pool: PromptSocketPool(base: HTTPServer.defaultPool()),
                logger: .disabled
            )
            server = HTTPServer(config: configuration, handler: EstateHandler(service: service))
        } catch {
            throw EstateError(.listening, "127.0.0.1:\(port) is no address: \(error)")
        }
    }

    /// Serves until the task is cancelled or ``stop()`` is called.
    ///
    /// - Parameter whenListening: is told the port, once.
    /// - Throws: ``EstateError/Code/listening`` if the port is taken.
    package func run(whenListening: @escaping @Sendable (UInt16) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await server.run()
                } catch {
                    if Task.isCancelled { return }
                    throw EstateError(.listening, "The estate cannot listen on 127.0.0.1: \(error)")
                }
            }
            group.addTask {
                try await server.waitUntilListening()
                if case .ip4(_, let port) = await server.listeningAddress { whenListening(port) }
            }
            try await group.waitForAll()
        }
    }

    /// Stops listening and closes what is open.
    package func stop() async { await server.stop() }
}

/// Carries requests and replies between FlyingFox and the service.
private struct EstateHandler: HTTPHandler {
    let service: EstateService

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        var headers: [String: String] = [:]
        for (header, value) in request.headers { headers[header.rawValue.lowercased()] = value }
        let reply = await service.reply(
            to: EstateRequest(
                method: request.method.rawValue,
                path: request.target.path(),
                query: request.target.query(),
                headers: headers,
                body: [UInt8](try await request.bodyData)
            )
        )
        return response(for: reply, toHead: request.method == .HEAD)
    }

    private func response(for reply: EstateReply, toHead: Bool) -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in reply.headers { headers[HTTPHeader(name)] = value }
        let status = HTTPStatusCode(reply.status, phrase: phrases[reply.status] ?? "Status")
        switch reply.body {
        case .bytes(let bytes):
            if toHead { headers[.contentLength] = "0" }
            // Written at once; the usual pieces of 4 KB would be a packet each.
            let body = HTTPBodySequence(
                data: toHead ? Data() : Data(bytes),
                suggestedBufferSize: max(bytes.count, 1)
            )
            return HTTPResponse(statusCode: status, headers: headers, body: body)
        case .cut(let bytes, let declared):
            let body = HTTPBodySequence(
                from: FaultyBody(head: bytes, filler: 0),
                count: declared,
                suggestedBufferSize: 1 << 16
            )
            return HTTPResponse(statusCode: status, headers: headers, body: body)
        case .flood(let head, let declared):
            let body = HTTPBodySequence(
                from: FaultyBody(head: head, filler: declared - head.count),
                count: declared,
                suggestedBufferSize: 1 << 16
            )
            return HTTPResponse(statusCode: status, headers: headers, body: body)
        case .hangUp:
            return HTTPResponse(webSocket: HangUp())
        }
    }
}

private let phrases = [
    200: "OK", 204: "No Content", 301: "Moved Permanently", 307: "Temporary Redirect", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict",
    413: "Payload Too Large", 429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented",
    503: "Slow Down",
]
