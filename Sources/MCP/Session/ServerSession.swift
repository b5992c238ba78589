// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The server's side of one connection: messages and events in, actions out.
///
/// It serves two eras side by side (MCP 2026-07-28, basic/versioning.mdx, "Backward Compatibility"). A request
/// with the modern envelope stands alone, whatever came before. `initialize` opens the one legacy session of
/// the connection: `.none` → `.negotiated` → `.ready` on `notifications/initialized`; there is no way back.
/// A piece of work is waiting, then running, then gone; `cancelled` takes a waiting one at once and leaves a
/// running one until `finish`, silent. After `close` nothing starts any more.
package struct ServerSession: Sendable {
    enum Handshake: Sendable, Equatable {
        case none
        case negotiated(ProtocolVersion, ClientIdentity)
        case ready(ProtocolVersion, ClientIdentity)
    }

    let identity: ServerIdentity
    let limits: SessionLimits
    var handshake = Handshake.none
    /// What `logging/setLevel` asked for; nobody asked, nobody hears.
    var legacyLogLevel: LogLevel?
    var legacyWatched: Set<String> = []
    var calls = CallTable()
    var streams: [RequestID: ListenStream] = [:]
    /// Changes that a legacy client has to hear of once it is ready.
    var held = OfferChange()
    var isClosed = false

    /// Begins a connection.
    ///
    /// - Parameters:
    ///   - identity: what the server says of itself.
    ///   - limits: how much the client may ask.
    package init(identity: ServerIdentity, limits: SessionLimits = .init()) {
        self.identity = identity
        self.limits = limits
    }
}

// MARK: - What comes in

extension ServerSession {
    /// Handles one message.
    ///
    /// - Parameters:
    ///   - bytes: the message without the line's end.
    ///   - offer: what is offered now.
    /// - Returns: what to do.
    package mutating func receive(_ bytes: [UInt8], _ offer: ServerOffer) -> [SessionAction] {
        receive(Frame(bytes, limits: limits), offer)
    }

    /// Handles one message that was sorted already.
    ///
    /// - Parameters:
    ///   - frame: the message.
    ///   - offer: what is offered now.
    /// - Returns: what to do.
    package mutating func receive(_ frame: Frame, _ offer: ServerOffer) -> [SessionAction] {
        guard !isClosed else { return [] }
        switch frame {
        case .blank: return []
        case .response: return [.note("An answer came although nothing was asked; it is ignored.")]
        case .malformed(let fault, let id):
            return [.send(OutgoingFrame.fault(id, fault)), .note("Malformed message: \(fault.message)")]
        case .notification(let method, let parameters): return notified(method, parameters)
        case .request(let request): return asked(request, offer)
        }
    }

    /// Answers a line that was longer than the limit and was not kept.
    ///
    /// - Returns: what to do.
    package func receiveOversized() -> [SessionAction] {
        let fault = ProtocolFault(.invalidRequest, "The message is longer than \(limits.frameSize) bytes.")
        return [.send(OutgoingFrame.fault(nil, fault)), .note(fault.message)]
    }

    private mutating func asked(_ request: ClientRequest, _ offer: ServerOffer) -> [SessionAction] {
        do throws(ProtocolFault) {
            guard calls.key(of: request.id) == nil, streams[request.id] == nil else {
                // basic/index.mdx, "Requests": the id must not match a request that is not answered yet.
                throw ProtocolFault(
                    .invalidRequest,
                    "The id is in use by a request that is not answered yet."
                )
            }
            let method = Self.methods[request.method]
            let envelope = try envelope(of: request, method)
            guard let method, method.eras.contains(envelope.version.isModern ? .modern : .legacy) else {
                throw Self.unknown(request.method)
            }
            return try method.serve(&self, Inquiry(request: request, envelope: envelope, offer: offer))
        } catch {
            return [.send(OutgoingFrame.fault(request.id, error))]
        }
    }

    private func envelope(
        of request: ClientRequest,
        _ method: Method?
    ) throws(ProtocolFault) -> RequestEnvelope {
        if RequestEnvelope.isModern(request.parameters) {
            return try RequestEnvelope(modern: request.parameters)
        }
        switch handshake {
        case .negotiated(let version, let client), .ready(let version, let client):
            return try RequestEnvelope(
                legacy: request.parameters,
                version: version,
                client: client,
                logLevel: legacyLogLevel
            )
        case .none:
            // A client that looks for a method before the handshake expects to hear that there is none.
            guard let method else { throw Self.unknown(request.method) }
            // 2025-11-25, lifecycle.mdx: before `initialize` only pings are in order.
            guard method.eras.contains(.early) else { throw Self.noEnvelope }
            return try RequestEnvelope(
                legacy: request.parameters,
                version: .latestLegacy,
                client: ClientIdentity(nil),
                logLevel: nil
            )
        }
    }

    private static func unknown(_ method: String) -> ProtocolFault {
        ProtocolFault(.methodNotFound, "Method not found: \(shown(method))")
    }

    private static let noEnvelope = ProtocolFault(
        .invalidParameters,
        """
        params._meta must carry "\(MetaKey.protocolVersion)" and "\(MetaKey.clientCapabilities)", \
        or initialize must come first for revisions up to \(ProtocolVersion.latestLegacy.rawValue).
        """,
        detail: ["supported": ProtocolVersion.all]
    )

    static func shown(_ text: String) -> String {
        text.count <= 128 ? text : text.prefix(128) + "…"
    }
}

// MARK: - Notifications of the client

extension ServerSession {
    private mutating func notified(_ method: String, _ parameters: JSONObject) -> [SessionAction] {
        switch method {
        case "notifications/initialized":
            guard case .negotiated(let version, let client) = handshake else { return [] }
            handshake = .ready(version, client)
            defer { held = OfferChange() }
            return legacyNotifications(held)
        case "notifications/cancelled":
            // patterns/cancellation.mdx, "Error Handling": unknown, finished or malformed ones are ignored.
            guard let id = parameters["requestId"].flatMap(RequestID.init) else { return [] }
            return cancel(id)
        default: return []
        }
    }

    // stdio.mdx, "Cancellation": nothing more may be sent for that request.
    private mutating func cancel(_ id: RequestID) -> [SessionAction] {
        if streams.removeValue(forKey: id) != nil { return [] }
        switch calls.cancel(id) {
        case .running(let key): return [.cancel(key)]
        case .waiting, .unknown: return []
        }
    }
}

// MARK: - The end

extension ServerSession {
    /// Takes no more messages; what runs may still be finished.
    ///
    /// - Returns: what to do: every stream ends with its result (patterns/subscriptions.mdx, "Graceful Closure").
    package mutating func close() -> [SessionAction] {
        guard !isClosed else { return [] }
        isClosed = true
        let ending = streams.values.sorted { $0.order < $1.order }
        streams = [:]
        return ending.map { stream in
            .send(OutgoingFrame.result(stream.id, modern(["_meta": stream.meta])))
        }
    }

    /// Whether work is waiting or running.
    package var isBusy: Bool { !calls.isEmpty }

    /// Gives up everything that waits or runs.
    ///
    /// - Returns: what to do; `finish` is still due for each.
    package mutating func abandon() -> [SessionAction] {
        isClosed = true
        return calls.cancelAll().map(SessionAction.cancel)
    }
}
