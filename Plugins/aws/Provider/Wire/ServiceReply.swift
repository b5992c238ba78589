// SPDX-License-Identifier: Apache-2.0

/// A reply without error, read as its service's protocol says.
struct ServiceReply: Sendable {
    private enum Body: Sendable {
        case xml(XMLElement)
        case json(JSONValue)
        case empty
    }

    let call: ServiceCall
    private let body: Body

    /// Reads a reply.
    ///
    /// - Parameters:
    ///   - call: what was asked.
    ///   - reply: what came.
    ///   - secrets: what no fault may quote.
    /// - Throws: ``AWSFault`` for an error of the service, also in a reply with status 200, and for a body that
    ///   is not what the protocol promises.
    init(_ call: ServiceCall, _ reply: HTTPResponse, hiding secrets: [String]) throws(AWSFault) {
        self.call = call
        let faults = FaultReader(call: call, reply: reply, secrets: secrets)
        switch call.service.wire {
        case .ec2, .query, .restXML:
            let (root, problem) = Self.xml(reply.body)
            if let fault = faults.fault(in: root) { throw fault }
            if let root, call.service.wire != .restXML, root.name != "\(call.action)Response" {
                throw .malformed(call, "its root is not \(call.action)Response.")
            }
            body = try Self.found(root.map(Body.xml), problem, reply, call)
        case .json, .restJSON:
            let (value, problem) = Self.json(reply.body)
            if let fault = faults.fault(in: value) { throw fault }
            body = try Self.found(value.map(Body.json), problem, reply, call)
        }
    }

    private static func xml(_ bytes: [UInt8]) -> (XMLElement?, String) {
        do throws(XMLError) { return (try XMLReader.read(bytes).root, "") } catch {
            return (nil, error.message)
        }
    }

    private static func json(_ bytes: [UInt8]) -> (JSONValue?, String) {
        do throws(JSONError) { return (try JSONValue(parsing: bytes), "") } catch { return (nil, "\(error)") }
    }

    private static func found(
        _ body: Body?,
        _ problem: String,
        _ reply: HTTPResponse,
        _ call: ServiceCall
    ) throws(AWSFault) -> Body {
        if let body { return body }
        let type = reply.header("Content-Type") ?? "no content type"
        throw .malformed(call, "\(reply.body.count) bytes of \(type): \(problem)")
    }

    /// The document of an XML reply.
    func xml() throws(AWSFault) -> XMLFields {
        guard case .xml(let root) = body else { throw .malformed(call, "it is no XML.") }
        return XMLFields(element: root, call: call, path: root.name)
    }

    /// The result of a query service: `<Action>Response/<Action>Result`.
    func result() throws(AWSFault) -> XMLFields { try xml().child("\(call.action)Result") }

    /// The document of a JSON reply.
    func json() throws(AWSFault) -> JSONFields {
        guard case .json(let value) = body else { throw .malformed(call, "it is no JSON.") }
        return try JSONFields(value, call: call, path: "")
    }
}
