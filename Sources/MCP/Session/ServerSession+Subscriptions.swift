// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// One open `subscriptions/listen` request.
struct ListenStream: Sendable {
    let id: RequestID
    /// Streams hear of a change in the order in which they were opened.
    let order: UInt64
    let wants: OfferChange

    /// Ties a message to the stream (patterns/subscriptions.mdx, "Receiving Notifications").
    var meta: JSONValue { [MetaKey.subscriptionID: id.json] }
}

extension ServerSession {
    // MCP 2026-07-28, patterns/subscriptions.mdx, "Acknowledgment": it comes first, with what is honoured.
    mutating func listen(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        guard case .object(let filter)? = inquiry.request.parameters["notifications"] else {
            throw ProtocolFault(
                .invalidParameters,
                "\(inquiry.request.method): \"notifications\" must be an object."
            )
        }
        guard streams.count < limits.streams else {
            throw ProtocolFault(
                .internalError,
                "\(limits.streams) streams are open already; cancel one first."
            )
        }
        let wants = try Self.wanted(filter)
        try checkWatched(adding: wants.updated.count)
        let stream = ListenStream(id: inquiry.request.id, order: calls.nextKey().number, wants: wants)
        streams[inquiry.request.id] = stream
        return [
            .send(
                OutgoingFrame.notification(
                    "notifications/subscriptions/acknowledged",
                    ["_meta": stream.meta, "notifications": Self.honoured(wants)]
                )
            )
        ]
    }

    private static func wanted(_ filter: JSONObject) throws(ProtocolFault) -> OfferChange {
        func flag(_ name: String) throws(ProtocolFault) -> Bool {
            guard let value = filter[name], !value.isNull else { return false }
            guard case .bool(let flag) = value else {
                throw ProtocolFault(.invalidParameters, "\"notifications.\(name)\" must be true or false.")
            }
            return flag
        }
        var wants = OfferChange(
            tools: try flag("toolsListChanged"),
            resources: try flag("resourcesListChanged"),
            prompts: try flag("promptsListChanged")
        )
        if let value = filter["resourceSubscriptions"], !value.isNull {
            guard let uris = value.strings else {
                let message = "\"notifications.resourceSubscriptions\" must be an array of strings."
                throw ProtocolFault(.invalidParameters, message)
            }
            wants.updated = uris
        }
        return wants
    }

    private static func honoured(_ wants: OfferChange) -> JSONValue {
        var filter: JSONObject = [:]
        if wants.tools { filter["toolsListChanged"] = true }
        if wants.prompts { filter["promptsListChanged"] = true }
        if wants.resources { filter["resourcesListChanged"] = true }
        if !wants.updated.isEmpty { filter["resourceSubscriptions"] = JSONValue(wants.updated) }
        return .object(filter)
    }

    private func checkWatched(adding count: Int) throws(ProtocolFault) {
        let watched = streams.values.reduce(legacyWatched.count) { $0 + $1.wants.updated.count }
        guard watched + count <= limits.watched else {
            throw ProtocolFault(.internalError, "At most \(limits.watched) resources can be watched.")
        }
    }
}

// MARK: - Revisions up to 2025-11-25 (server/resources.mdx, "Subscriptions")

extension ServerSession {
    mutating func subscribe(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let uri = try inquiry.request.text("uri")
        if !legacyWatched.contains(uri) { try checkWatched(adding: 1) }
        legacyWatched.insert(uri)
        return answer(inquiry, [:])
    }

    mutating func unsubscribe(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        legacyWatched.remove(try inquiry.request.text("uri"))
        return answer(inquiry, [:])
    }
}

// MARK: - Changes

extension ServerSession {
    /// Tells every subscriber what changed, and only those who asked.
    ///
    /// - Parameter change: what changed.
    /// - Returns: what to do.
    package mutating func changed(_ change: OfferChange) -> [SessionAction] {
        guard !isClosed else { return [] }
        var actions: [SessionAction] = []
        switch handshake {
        case .none: break
        case .negotiated: hold(change)
        case .ready: actions = legacyNotifications(change)
        }
        for stream in streams.values.sorted(by: { $0.order < $1.order }) {
            let wanted = Set(stream.wants.updated)
            let told = OfferChange(
                tools: change.tools && stream.wants.tools,
                resources: change.resources && stream.wants.resources,
                prompts: change.prompts && stream.wants.prompts,
                updated: change.updated.filter(wanted.contains)
            )
            actions += Self.notifications(told, meta: stream.meta)
        }
        return actions
    }

    private mutating func hold(_ change: OfferChange) {
        held.tools = held.tools || change.tools
        held.resources = held.resources || change.resources
        held.prompts = held.prompts || change.prompts
        held.updated += change.updated.filter { legacyWatched.contains($0) && !held.updated.contains($0) }
    }

    func legacyNotifications(_ change: OfferChange) -> [SessionAction] {
        var told = change
        told.updated = change.updated.filter(legacyWatched.contains)
        return Self.notifications(told, meta: nil)
    }

    private static func notifications(_ change: OfferChange, meta: JSONValue?) -> [SessionAction] {
        var parameters: JSONObject = [:]
        parameters["_meta"] = meta
        var methods: [String] = []
        if change.tools { methods.append("notifications/tools/list_changed") }
        if change.resources { methods.append("notifications/resources/list_changed") }
        if change.prompts { methods.append("notifications/prompts/list_changed") }
        var actions = methods.map { SessionAction.send(OutgoingFrame.notification($0, parameters)) }
        for uri in change.updated {
            parameters["uri"] = .string(uri)
            actions.append(.send(OutgoingFrame.notification("notifications/resources/updated", parameters)))
        }
        return actions
    }
}
