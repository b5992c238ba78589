// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Writes the messages a server sends; none holds a line break, which would end it.
///
/// MCP 2026-07-28, basic/transports/stdio.mdx: messages are delimited by newlines and hold none.
enum OutgoingFrame {
    static func result(_ id: RequestID, _ result: JSONObject) -> [UInt8] {
        frame(["jsonrpc": "2.0", "id": id.json, "result": .object(result)])
    }

    // JSON-RPC 2.0 section 5: the identifier is null when the request's could not be read.
    static func fault(_ id: RequestID?, _ fault: ProtocolFault) -> [UInt8] {
        var error: JSONObject = [
            "code": JSONValue(fault.code.number), "message": .string(fault.message),
        ]
        error["data"] = fault.detail
        return frame(["jsonrpc": "2.0", "id": id?.json ?? .null, "error": .object(error)])
    }

    static func notification(_ method: String, _ parameters: JSONObject = [:]) -> [UInt8] {
        var object: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        if !parameters.isEmpty { object["params"] = .object(parameters) }
        return frame(object)
    }

    private static func frame(_ object: JSONObject) -> [UInt8] { JSONValue.object(object).bytes() }
}
