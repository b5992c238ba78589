// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// One block of a tool's result or a prompt's message (MCP 2026-07-28, schema, "ContentBlock").
package enum ContentBlock: Hashable, Sendable {
    /// Text.
    case text(String)
    /// A picture: base64 and its media type.
    case image(base64: String, mimeType: String)
    /// Something to read later.
    case link(ResourceLink)
    /// A resource's contents on the spot.
    case resource(ResourceContents)

    /// The block as it goes over the wire.
    package var json: JSONValue {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .image(let base64, let mimeType):
            ["type": "image", "data": .string(base64), "mimeType": .string(mimeType)]
        case .link(let link): link.json
        case .resource(let contents): ["type": "resource", "resource": contents.json]
        }
    }
}

/// A pointer to a resource in a tool's result, for what would be too long to send at once.
package struct ResourceLink: Hashable, Sendable {
    /// The resource; `resources/read` accepts its URI, whether or not `resources/list` shows it.
    package var target: ResourceDefinition

    /// Points to a resource.
    ///
    /// - Parameter target: the resource.
    package init(_ target: ResourceDefinition) { self.target = target }

    /// The link as it goes over the wire.
    package var json: JSONValue {
        guard case .object(var object) = target.json else { return .null }
        object["type"] = "resource_link"
        return .object(object)
    }
}

/// How grave a log message is (RFC 5424 names, MCP 2025-11-25, server/utilities/logging.mdx).
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// For finding faults in this program.
    case debug
    /// What happened in the normal course.
    case info
    /// Normal and worth knowing.
    case notice
    /// Something may go wrong.
    case warning
    /// Something went wrong.
    case error
    /// A part does not work.
    case critical
    /// Somebody must act at once.
    case alert
    /// Nothing works.
    case emergency

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Orders by gravity.
    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}
