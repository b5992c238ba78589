// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// A request of the client.
package struct ClientRequest: Hashable, Sendable {
    /// What its answer must carry.
    package let id: RequestID
    /// What is asked.
    package let method: String
    /// With which parameters; absent ones are an empty object.
    package let parameters: JSONObject
}

/// One message, sorted by what has to happen with it.
package enum Frame: Hashable, Sendable {
    /// To be answered.
    case request(ClientRequest)
    /// Not to be answered, whatever it is.
    case notification(method: String, parameters: JSONObject)
    /// An answer, though this server asks nothing.
    case response
    /// Nothing that can be served: to be answered with the fault, under the identifier if it could be read.
    case malformed(ProtocolFault, id: RequestID?)
    /// A line without content.
    case blank
}

extension Frame {
    /// Sorts one message.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 without the line's end; a byte order mark is skipped.
    ///   - limits: the largest size and depth.
    package init(_ bytes: [UInt8], limits: SessionLimits = .init()) {
        if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            self = .blank
            return
        }
        let options = JSONReadingOptions(
            maximumDepth: limits.frameDepth,
            maximumSize: limits.frameSize,
            // Two members of one name could be read differently by a filter in front of this server.
            refusesDuplicates: true
        )
        do {
            self = Frame(try JSONValue(parsing: bytes, options: options))
        } catch {
            self = .malformed(Self.fault(error), id: nil)
        }
    }

    private static func fault(_ error: JSONError) -> ProtocolFault {
        let code: ProtocolFault.Code = error.code == .size ? .invalidRequest : .parseError
        return ProtocolFault(code, "The message cannot be read as JSON: \(error)")
    }

    // MCP 2025-06-18, changelog: batches are gone; one message per line.
    private init(_ value: JSONValue) {
        guard case .object(let object) = value else {
            let what = value.array == nil ? "a \(value.kind)" : "a batch, which MCP does not have"
            self = .malformed(
                ProtocolFault(.invalidRequest, "A message must be a JSON object, but this is \(what)."),
                id: nil
            )
            return
        }
        self.init(object)
    }

    private init(_ object: JSONObject) {
        let id = object["id"].flatMap(RequestID.init)
        func malformed(_ message: String) -> Frame {
            .malformed(ProtocolFault(.invalidRequest, message), id: id)
        }
        let isAnswer = object["result"] != nil || object["error"] != nil
        if isAnswer && object["method"] == nil {
            // Answering an answer, even a broken one, could go on for ever.
            self = .response
            return
        }
        // JSON-RPC 2.0 section 4: exactly "2.0".
        guard object["jsonrpc"] == "2.0" else {
            self = malformed("\"jsonrpc\" must be \"2.0\".")
            return
        }
        guard !isAnswer, case .string(let method)? = object["method"] else {
            self = malformed("\"method\" must be a string, and stands without \"result\" and \"error\".")
            return
        }
        guard object["id"] == nil || id != nil else {
            self = malformed("\"id\" must be a string or an integer.")
            return
        }
        self = Self.message(method, id: id, parameters: object["params"])
    }

    private static func message(_ method: String, id: RequestID?, parameters: JSONValue?) -> Frame {
        let object: JSONObject
        switch parameters {
        // Clients in use send null where they mean nothing.
        case nil, .null: object = [:]
        case .object(let members): object = members
        case .some(let other):
            guard let id else { return .notification(method: method, parameters: [:]) }
            let message = "\"params\" must be an object, but is \(other.kind)."
            return .malformed(ProtocolFault(.invalidParameters, message), id: id)
        }
        guard let id else { return .notification(method: method, parameters: object) }
        return .request(ClientRequest(id: id, method: method, parameters: object))
    }
}
