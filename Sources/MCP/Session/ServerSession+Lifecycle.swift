// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension ServerSession {
    // MCP 2026-07-28, server/discover.mdx.
    func discover(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let result: JSONObject = [
            "supportedVersions": ProtocolVersion.all,
            "capabilities": ServerIdentity.capabilities,
            "instructions": .string(identity.instructions),
        ]
        return answer(inquiry, cacheable(result, inquiry))
    }

    // MCP 2025-11-25, basic/lifecycle.mdx, "Initialization": an unknown version is answered with the server's
    // latest, never with an error.
    mutating func initialize(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        guard handshake == .none else {
            throw ProtocolFault(.invalidRequest, "initialize was answered already on this connection.")
        }
        let requested = try inquiry.request.text("protocolVersion")
        for name in ["capabilities", "clientInfo"] {
            guard let value = inquiry.request.parameters[name], value.object == nil else { continue }
            throw ProtocolFault(.invalidParameters, "initialize: \"\(name)\" must be an object.")
        }
        let known = ProtocolVersion(rawValue: requested).flatMap { $0.isModern ? nil : $0 }
        let version = known ?? .latestLegacy
        handshake = .negotiated(version, ClientIdentity(inquiry.request.parameters["clientInfo"]))
        return answer(
            inquiry,
            [
                "protocolVersion": .string(version.rawValue),
                "capabilities": ServerIdentity.capabilities,
                "serverInfo": identity.json,
                "instructions": .string(identity.instructions),
            ]
        )
    }

    // MCP 2025-11-25, server/utilities/logging.mdx, "Setting Log Level".
    mutating func setLogLevel(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        guard let level = try RequestEnvelope.logLevel(inquiry.request.parameters["level"]) else {
            throw ProtocolFault(.invalidParameters, "logging/setLevel: \"level\" is missing.")
        }
        legacyLogLevel = level
        return answer(inquiry, [:])
    }
}
