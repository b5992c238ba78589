// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// What a client said of itself; a claim that must not drive behaviour or security (basic/index.mdx, `_meta`).
package struct ClientIdentity: Hashable, Sendable {
    /// The name it gave.
    package var name: String?
    /// The version it gave.
    package var version: String?

    init(_ info: JSONValue?) {
        name = info?["name"]?.string
        version = info?["version"]?.string
    }
}

/// What goes with a request beside its parameters.
struct RequestEnvelope: Sendable {
    let version: ProtocolVersion
    let client: ClientIdentity
    let progressToken: RequestID?
    let logLevel: LogLevel?
    let trace: JSONObject
}

extension RequestEnvelope {
    /// Whether a request comes in the stateless way.
    ///
    /// The reserved member alone tells, so that a request that lacks the others is answered with what is missing.
    static func isModern(_ parameters: JSONObject) -> Bool {
        parameters["_meta"]?[MetaKey.protocolVersion] != nil
    }

    /// Reads the envelope of a stateless request (MCP 2026-07-28, basic/index.mdx, "Per-request protocol fields").
    init(modern parameters: JSONObject) throws(ProtocolFault) {
        let meta = parameters["_meta"] ?? [:]
        guard case .string(let requested)? = meta[MetaKey.protocolVersion] else {
            throw Self.fault(MetaKey.protocolVersion, "must be a string")
        }
        // versioning.mdx, "Protocol Version Negotiation": an unknown version must be answered with what is served.
        guard let version = ProtocolVersion(rawValue: requested), version.isModern else {
            throw Self.unsupported(requested)
        }
        guard case .object? = meta[MetaKey.clientCapabilities] else {
            throw Self.fault(MetaKey.clientCapabilities, "must be an object; {} declares no capability")
        }
        self.version = version
        client = ClientIdentity(meta[MetaKey.clientInfo])
        progressToken = try Self.progressToken(meta)
        logLevel = try Self.logLevel(meta[MetaKey.logLevel])
        trace = Self.trace(meta)
    }

    /// Reads the envelope of a request that relies on `initialize`.
    init(
        legacy parameters: JSONObject,
        version: ProtocolVersion,
        client: ClientIdentity,
        logLevel: LogLevel?
    ) throws(ProtocolFault) {
        let meta = parameters["_meta"] ?? [:]
        self.version = version
        self.client = client
        progressToken = try Self.progressToken(meta)
        self.logLevel = logLevel
        trace = Self.trace(meta)
    }

    static func unsupported(_ requested: String) -> ProtocolFault {
        let isLegacy = ProtocolVersion(rawValue: requested).map { !$0.isModern } ?? false
        return ProtocolFault(
            .unsupportedVersion,
            isLegacy
                ? "Unsupported protocol version in _meta: \(requested) is served after initialize"
                : "Unsupported protocol version",
            detail: ["supported": ProtocolVersion.all, "requested": .string(requested)]
        )
    }

    private static func fault(_ key: String, _ problem: String) -> ProtocolFault {
        ProtocolFault(.invalidParameters, "params._meta[\"\(key)\"] \(problem).")
    }

    // patterns/progress.mdx: a string or an integer.
    private static func progressToken(_ meta: JSONValue) throws(ProtocolFault) -> RequestID? {
        guard let value = meta[MetaKey.progressToken], !value.isNull else { return nil }
        guard let token = RequestID(value) else {
            throw fault(MetaKey.progressToken, "must be a string or an integer")
        }
        return token
    }

    // utilities/logging.mdx, "Error Handling": an unknown level should be refused.
    static func logLevel(_ value: JSONValue?) throws(ProtocolFault) -> LogLevel? {
        guard let value, !value.isNull else { return nil }
        guard let level = value.string.flatMap(LogLevel.init) else {
            let names = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProtocolFault(.invalidParameters, "A log level must be one of \(names).")
        }
        return level
    }

    private static func trace(_ meta: JSONValue) -> JSONObject {
        var trace: JSONObject = [:]
        for key in MetaKey.trace where meta[key]?.string != nil { trace[key] = meta[key] }
        return trace
    }
}
