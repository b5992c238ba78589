// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// A revision of the Model Context Protocol that this server speaks.
///
/// 2025-03-26 and older are left out: they have batches.
package enum ProtocolVersion: String, CaseIterable, Sendable {
    /// Stateless: every request says what it needs.
    case v2026_07_28 = "2026-07-28"
    /// The newest one with a handshake.
    case v2025_11_25 = "2025-11-25"
    /// The first one with structured results.
    case v2025_06_18 = "2025-06-18"

    /// Whether requests carry version and capabilities themselves (versioning.mdx, "Terminology").
    package var isModern: Bool { self == .v2026_07_28 }

    /// What is offered to a client that asks for an unknown revision in `initialize`.
    package static let latestLegacy = ProtocolVersion.v2025_11_25

    static let all = JSONValue(allCases.map(\.rawValue))
}

/// Names of members in `_meta` that the specification reserves.
enum MetaKey {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientInfo = "io.modelcontextprotocol/clientInfo"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let logLevel = "io.modelcontextprotocol/logLevel"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
    static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
    static let progressToken = "progressToken"
    static let trace = ["traceparent", "tracestate", "baggage"]
}
