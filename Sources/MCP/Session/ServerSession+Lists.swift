// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension ServerSession {
    // MCP 2026-07-28, server/tools.mdx, "Listing Tools".
    func listTools(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        try page(inquiry, "tools", inquiry.offer.tools.map { ListEntry(key: $0.name, json: $0.json) })
    }

    // MCP 2026-07-28, server/resources.mdx, "Resource Templates".
    func listTemplates(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        let entries = inquiry.offer.templates.map { ListEntry(key: $0.uriTemplate, json: $0.json) }
        return try page(inquiry, "resourceTemplates", entries)
    }

    // MCP 2026-07-28, server/prompts.mdx, "Listing Prompts".
    func listPrompts(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        try page(inquiry, "prompts", inquiry.offer.prompts.map { ListEntry(key: $0.name, json: $0.json) })
    }

    // MCP 2026-07-28, server/resources.mdx, "Listing Resources".
    mutating func listResources(_ inquiry: Inquiry) throws(ProtocolFault) -> [SessionAction] {
        _ = try PageCursor(inquiry.request)
        return try begin(inquiry, .resources)
    }

    func resources(
        _ definitions: [ResourceDefinition],
        _ call: CallTable.Call
    ) throws(ProtocolFault) -> [SessionAction] {
        let entries = definitions.map { ListEntry(key: $0.uri, json: $0.json) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        // What can be read depends on whose state this is.
        return try page(call.inquiry, "resources", entries, isPublic: false)
    }

    /// Answers with one page; the cursor names the last entry before it, so it stays good when the list changes.
    private func page(
        _ inquiry: Inquiry,
        _ name: String,
        _ entries: [ListEntry],
        isPublic: Bool = true
    ) throws(ProtocolFault) -> [SessionAction] {
        var rest = entries[...]
        if let last = try PageCursor(inquiry.request).last {
            rest = rest.drop { !last.utf8.lexicographicallyPrecedes($0.key.utf8) }
        }
        let shown = rest.prefix(limits.pageSize)
        var result: JSONObject = [name: .array(shown.map(\.json))]
        if shown.count < rest.count, let last = shown.last {
            result["nextCursor"] = .string(PageCursor(after: last.key).text)
        }
        return answer(inquiry, cacheable(result, inquiry, isPublic: isPublic))
    }
}

/// One entry of a sorted list.
private struct ListEntry {
    let key: String
    let json: JSONValue
}

/// A place in a sorted list, opaque to clients (MCP 2026-07-28, server/utilities/pagination.mdx).
struct PageCursor: Equatable {
    /// The last entry of the page before; none is the beginning.
    let last: String?

    private static let mark = "after:"

    init(after last: String) { self.last = last }

    /// Reads the cursor of a request; the empty one is the beginning, as clients send it that way.
    init(_ request: ClientRequest) throws(ProtocolFault) {
        switch request.parameters["cursor"] {
        case nil, .null, "": last = nil
        case .string(let text): last = try Self.decoded(text)
        default: throw Self.fault
        }
    }

    var text: String {
        Array((Self.mark + (last ?? "")).utf8)
            .map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            .joined()
    }

    // pagination.mdx, "Error Handling": an invalid cursor should be answered with -32602.
    private static let fault = ProtocolFault(
        .invalidParameters,
        "The cursor is not one of this server; begin again without a cursor."
    )

    private static func decoded(_ text: String) throws(ProtocolFault) -> String {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.count <= 8192 else { throw fault }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[place..<place + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16), !pair.hasPrefix("+") else { throw fault }
            bytes.append(byte)
        }
        guard let plain = String(validating: bytes, as: UTF8.self), plain.hasPrefix(mark) else { throw fault }
        return String(plain.dropFirst(mark.count))
    }
}
