// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// A request with what is needed to serve it.
struct Inquiry: Sendable {
    let request: ClientRequest
    let envelope: RequestEnvelope
    let offer: ServerOffer
}

extension ServerSession {
    typealias Serve = @Sendable (inout ServerSession, Inquiry) throws(ProtocolFault) -> [SessionAction]

    /// One method of the protocol.
    struct Method: Sendable {
        let eras: Set<Era>
        let serve: Serve

        static func both(_ serve: @escaping Serve) -> Method {
            Method(eras: [.modern, .legacy], serve: serve)
        }
        static func modern(_ serve: @escaping Serve) -> Method { Method(eras: [.modern], serve: serve) }
        static func legacy(_ serve: @escaping Serve) -> Method { Method(eras: [.legacy], serve: serve) }
        /// Served to a legacy client even before `initialize` is answered.
        static func early(_ serve: @escaping Serve) -> Method {
            Method(eras: [.legacy, .early], serve: serve)
        }
    }

    /// When a method is served.
    enum Era: Sendable {
        case modern
        case legacy
        case early
    }

    /// Every method that is served; adding one is one line here.
    static let methods: [String: Method] = [
        "server/discover": .modern { (s, i) throws(ProtocolFault) in try s.discover(i) },
        "subscriptions/listen": .modern { (s, i) throws(ProtocolFault) in try s.listen(i) },

        "initialize": .early { (s, i) throws(ProtocolFault) in try s.initialize(i) },
        "ping": .early { (s, i) throws(ProtocolFault) in s.answer(i, [:]) },
        "logging/setLevel": .legacy { (s, i) throws(ProtocolFault) in try s.setLogLevel(i) },
        "resources/subscribe": .legacy { (s, i) throws(ProtocolFault) in try s.subscribe(i) },
        "resources/unsubscribe": .legacy { (s, i) throws(ProtocolFault) in try s.unsubscribe(i) },

        "tools/list": .both { (s, i) throws(ProtocolFault) in try s.listTools(i) },
        "tools/call": .both { (s, i) throws(ProtocolFault) in try s.callTool(i) },
        "resources/list": .both { (s, i) throws(ProtocolFault) in try s.listResources(i) },
        "resources/templates/list": .both { (s, i) throws(ProtocolFault) in try s.listTemplates(i) },
        "resources/read": .both { (s, i) throws(ProtocolFault) in try s.readResource(i) },
        "prompts/list": .both { (s, i) throws(ProtocolFault) in try s.listPrompts(i) },
        "prompts/get": .both { (s, i) throws(ProtocolFault) in try s.getPrompt(i) },
        "completion/complete": .both { (s, i) throws(ProtocolFault) in try s.complete(i) },
    ]
}

// MARK: - Results

extension ServerSession {
    /// How long a client may keep an answer, when it does not listen for changes.
    private static let freshness: JSONValue = 60_000

    /// Answers a request in the form of its revision.
    func answer(_ inquiry: Inquiry, _ result: JSONObject) -> [SessionAction] {
        let result = inquiry.envelope.version.isModern ? modern(result) : result
        return [.send(OutgoingFrame.result(inquiry.request.id, result))]
    }

    // basic/index.mdx: `resultType` must be in every result, `serverInfo` should be.
    func modern(_ result: JSONObject) -> JSONObject {
        var result = result
        result["resultType"] = "complete"
        var meta = result["_meta"]?.object ?? [:]
        meta[MetaKey.serverInfo] = identity.json
        result["_meta"] = .object(meta)
        return result
    }

    // utilities/caching.mdx, "Cacheable Results": hints are due on lists, reads and discovery.
    func cacheable(
        _ result: JSONObject,
        _ inquiry: Inquiry,
        isPublic: Bool = true,
        isFresh: Bool = true
    ) -> JSONObject {
        guard inquiry.envelope.version.isModern else { return result }
        var result = result
        result["ttlMs"] = isFresh ? Self.freshness : 0
        result["cacheScope"] = isPublic ? "public" : "private"
        return result
    }
}

// MARK: - Parameters

extension ClientRequest {
    func text(_ name: String) throws(ProtocolFault) -> String {
        guard case .string(let text)? = parameters[name] else {
            throw ProtocolFault(.invalidParameters, "\(method): \"\(name)\" must be a string.")
        }
        return text
    }

    /// An object of texts; absent is empty.
    func texts(_ value: JSONValue?, _ name: String) throws(ProtocolFault) -> [String: String] {
        guard let value, !value.isNull else { return [:] }
        var result: [String: String] = [:]
        guard case .object(let object) = value else {
            throw ProtocolFault(.invalidParameters, "\(method): \"\(name)\" must be an object.")
        }
        for member in object {
            guard case .string(let text) = member.value else {
                let message = "\(method): \"\(name).\(ServerSession.shown(member.name))\" must be a string."
                throw ProtocolFault(.invalidParameters, message)
            }
            result[member.name] = text
        }
        return result
    }
}
