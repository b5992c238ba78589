// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

// MARK: - Requests that need the world

extension ServerSession {
    // MCP 2026-07-28, server/tools.mdx, "Calling Tools"; "Error Handling": an unknown tool is a protocol error.
    mutating func callTool(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let name = try inquiry.request.text("name")
        guard inquiry.offer.hasTool(name) else {
            let message = "Unknown tool: \(Self.shown(name)). tools/list names the tools."
            throw ProtocolFault(.invalidParameters, message)
        }
        var arguments: JSONValue = [:]
        switch inquiry.request.parameters["arguments"] {
        case nil, .null: break
        case .object(let object)?: arguments = .object(object)
        case .some: throw ProtocolFault(.invalidParameters, "tools/call: \"arguments\" must be an object.")
        }
        return try begin(inquiry, .tool(name: name, arguments: arguments))
    }

    // MCP 2026-07-28, server/resources.mdx, "Reading Resources".
    mutating func readResource(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let uri = try inquiry.request.text("uri")
        guard Self.isAbsolute(uri) else { throw Self.noResource(inquiry) }
        return try begin(inquiry, .resource(uri: uri))
    }

    // server/resources.mdx, "Security Considerations": all URIs must be validated. RFC 3986 section 3.1.
    private static func isAbsolute(_ uri: String) -> Bool {
        guard uri.utf8.count <= 8192, let colon = uri.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            return false
        }
        let scheme = uri[..<colon]
        guard let first = scheme.first, first.isASCII, first.isLetter else { return false }
        let isScheme = scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        return isScheme && uri.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    // MCP 2026-07-28, server/prompts.mdx, "Error Handling": unknown name, missing argument → -32602.
    mutating func getPrompt(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let name = try inquiry.request.text("name")
        guard let prompt = inquiry.offer.prompts.first(where: { $0.name == name }) else {
            let message = "Unknown prompt: \(Self.shown(name)). prompts/list names the prompts."
            throw ProtocolFault(.invalidParameters, message)
        }
        let arguments = try inquiry.request.texts(inquiry.request.parameters["arguments"], "arguments")
        for argument in prompt.arguments where argument.isRequired && arguments[argument.name] == nil {
            let message = "prompts/get: the argument \"\(argument.name)\" of \(name) is required."
            throw ProtocolFault(.invalidParameters, message)
        }
        let known = Set(prompt.arguments.map(\.name))
        if let other = arguments.keys.sorted().first(where: { !known.contains($0) }) {
            let message = "prompts/get: \(name) has no argument \"\(Self.shown(other))\"."
            throw ProtocolFault(.invalidParameters, message)
        }
        return try begin(inquiry, .prompt(name: name, arguments: arguments))
    }

    // MCP 2026-07-28, server/utilities/completion.mdx.
    mutating func complete(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let reference = try Self.reference(inquiry.request.parameters["ref"], inquiry.offer)
        guard case .string(let argument)? = inquiry.request.parameters["argument"]?["name"],
            case .string(let value)? = inquiry.request.parameters["argument"]?["value"]
        else {
            let message = "completion/complete: \"argument\" must have the strings \"name\" and \"value\"."
            throw ProtocolFault(.invalidParameters, message)
        }
        let others = try inquiry.request.texts(
            inquiry.request.parameters["context"]?["arguments"],
            "context.arguments"
        )
        let kind = SessionWork.Kind.completion(reference, argument: argument, value: value, others: others)
        return try begin(inquiry, kind)
    }

    private static func reference(
        _ value: JSONValue?,
        _ offer: ServerOffer
    ) throws(ProtocolFault)
        -> CompletionReference
    {
        switch (value?["type"], value?["name"], value?["uri"]) {
        case ("ref/prompt", .string(let name)?, _):
            guard offer.prompts.contains(where: { $0.name == name }) else {
                throw ProtocolFault(.invalidParameters, "Unknown prompt: \(shown(name))")
            }
            return .prompt(name)
        case ("ref/resource", _, .string(let uri)?):
            guard offer.templates.contains(where: { $0.uriTemplate == uri }) else {
                throw ProtocolFault(.invalidParameters, "Unknown resource template: \(shown(uri))")
            }
            return .resourceTemplate(uri)
        default:
            let message =
                "completion/complete: \"ref\" must be a ref/prompt with a name or a ref/resource with a uri."
            throw ProtocolFault(.invalidParameters, message)
        }
    }

    /// Queues the work of a request and starts it if there is room.
    mutating func begin(
        _ inquiry: Inquiry,
        _ kind: SessionWork.Kind
    ) throws(ProtocolFault) -> [SessionAction] {
        guard calls.waitingCount < limits.waiting else {
            let message = "\(limits.waiting) requests are waiting already; send this one again later."
            throw ProtocolFault(.internalError, message)
        }
        let work = SessionWork(
            key: calls.nextKey(),
            kind: kind,
            client: inquiry.envelope.client,
            trace: inquiry.envelope.trace,
            wantsProgress: inquiry.envelope.progressToken != nil,
            logLevel: inquiry.envelope.logLevel
        )
        calls.append(CallTable.Call(inquiry: inquiry, work: work))
        return startWaiting()
    }

    private mutating func startWaiting() -> [SessionAction] {
        var actions: [SessionAction] = []
        while let work = calls.startNext(limit: limits.running) { actions.append(.start(work)) }
        return actions
    }
}

// MARK: - While work runs, and when it ends

extension ServerSession {
    /// Tells the client how far a call is, if it asked.
    ///
    /// - Parameters:
    ///   - key: the call.
    ///   - done: units done; not sent unless greater than the one before (patterns/progress.mdx).
    ///   - total: units in all.
    ///   - message: what is being done.
    /// - Returns: what to do.
    package mutating func progress(
        _ key: CallKey,
        done: Double,
        total: Double?,
        message: String?
    ) -> [SessionAction] {
        guard let call = calls[key], !call.isCancelled, let token = call.inquiry.envelope.progressToken,
            done.isFinite, call.progress.map({ done > $0 }) ?? true
        else { return [] }
        calls[key]?.progress = done
        var parameters: JSONObject = ["progressToken": token.json, "progress": Self.json(done)]
        if let total, total.isFinite { parameters["total"] = Self.json(total) }
        if let message { parameters["message"] = .string(message) }
        return [.send(OutgoingFrame.notification("notifications/progress", parameters))]
    }

    private static func json(_ value: Double) -> JSONValue {
        Int64(exactly: value).map(JSONValue.integer) ?? .number(value)
    }

    /// Passes a log message of a call on, if the client wants messages of that level.
    ///
    /// - Parameters:
    ///   - key: the call.
    ///   - level: how grave it is.
    ///   - message: one sentence.
    ///   - fields: the facts behind it.
    /// - Returns: what to do.
    package func log(
        _ key: CallKey,
        _ level: LogLevel,
        _ message: String,
        _ fields: JSONObject
    ) -> [SessionAction] {
        guard let call = calls[key], !call.isCancelled, let wanted = call.inquiry.envelope.logLevel,
            level >= wanted
        else { return [] }
        var entry = fields
        entry["message"] = .string(message)
        let parameters: JSONObject = [
            "level": .string(level.rawValue), "logger": .string(identity.name), "data": .object(entry),
        ]
        return [.send(OutgoingFrame.notification("notifications/message", parameters))]
    }

    /// Ends a call: answers it unless it was cancelled, and starts what waits.
    ///
    /// - Parameters:
    ///   - key: the call.
    ///   - answer: how it ended.
    /// - Returns: what to do.
    package mutating func finish(_ key: CallKey, _ answer: SessionAnswer) -> [SessionAction] {
        guard let call = calls.remove(key) else { return [] }
        let next = startWaiting()
        guard !call.isCancelled else { return next }
        do {
            return try response(to: call, answer) + next
        } catch {
            return [.send(OutgoingFrame.fault(call.inquiry.request.id, error))] + next
        }
    }

    private func response(
        to call: CallTable.Call,
        _ answer: SessionAnswer
    ) throws(ProtocolFault)
        -> [SessionAction]
    {
        let inquiry = call.inquiry
        switch answer {
        case .fault(let fault): throw fault
        case .tool(let answer): return self.answer(inquiry, Self.result(answer))
        case .resources(let definitions): return try resources(definitions, call)
        case .contents(let contents):
            guard !contents.isEmpty else { throw Self.noResource(call.inquiry) }
            let result: JSONObject = ["contents": .array(contents.map(\.json))]
            let hinted = cacheable(result, inquiry, isPublic: false, isFresh: false)
            return self.answer(inquiry, hinted)
        case .prompt(let description, let messages):
            var result: JSONObject = ["messages": .array(messages.map(\.json))]
            result["description"] = description.map(JSONValue.string)
            return self.answer(inquiry, result)
        case .completion(let values):
            let completion: JSONValue = [
                "values": JSONValue(values.prefix(limits.completions)),
                "total": JSONValue(values.count),
                "hasMore": .bool(values.count > limits.completions),
            ]
            return self.answer(inquiry, ["completion": completion])
        }
    }

    // server/tools.mdx, "Tool Result".
    private static func result(_ answer: ToolAnswer) -> JSONObject {
        var result: JSONObject = ["content": .array(answer.content.map(\.json))]
        result["structuredContent"] = answer.structured
        result["isError"] = .bool(answer.isError)
        if !answer.meta.isEmpty { result["_meta"] = .object(answer.meta) }
        return result
    }

    // 2026-07-28, server/resources.mdx, "Error Handling": -32602; 2025-11-25: -32002.
    private static func noResource(_ inquiry: Inquiry) -> ProtocolFault {
        let uri = inquiry.request.parameters["uri"] ?? .null
        return ProtocolFault(
            inquiry.envelope.version.isModern ? .invalidParameters : .legacyResourceNotFound,
            "Resource not found: \(shown(uri.string ?? ""))",
            detail: ["uri": uri]
        )
    }
}
