// SPDX-License-Identifier: Apache-2.0

package import HostEngine
import HostStorage
import JSONCodec
package import MCP

/// Whole results as resources: `tagwarden://results/{id}` with all totals, and its rows page by page.
package struct ResultResources: ResourceSource {
    private static let root = "tagwarden://results/"
    /// Rows in one page at most.
    private static let pageSize = 1_000
    private let engine: Engine

    /// Offers what an engine keeps.
    ///
    /// - Parameter engine: keeps results.
    package init(engine: Engine) { self.engine = engine }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package var templates: [ResourceTemplateDefinition] {
        [
            ResourceTemplateDefinition(
                uriTemplate: Self.root + "{id}",
                name: "result",
                title: "A whole result",
                description: "Totals of a result; its rows are read at /rows.",
                mimeType: "application/json"
            ),
            ResourceTemplateDefinition(
                uriTemplate: Self.root + "{id}/rows{?after,limit}",
                name: "result-rows",
                title: "Rows of a result",
                description: "At most \(Self.pageSize) rows; \"next\" is the \"after\" of the next page.",
                mimeType: "application/json"
            ),
        ]
    }

    /// Links that a tool's answer carries to its whole result.
    ///
    /// - Parameter id: the result's id.
    /// - Returns: the rows' first page.
    static func links(to id: String) -> [ResourceLink] {
        [
            ResourceLink(
                ResourceDefinition(
                    uri: "\(root)\(id)/rows",
                    name: "rows",
                    title: "All rows of this result",
                    mimeType: "application/json"
                )
            )
        ]
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func list() async throws(ToolError) -> [ResourceDefinition] {
        try await answering {
            try await engine.results()
                .map { result in
                    ResourceDefinition(
                        uri: Self.root + result.id,
                        name: result.kind,
                        title: "\(result.kind) of \(result.created)",
                        description: "\(result.rows) rows.",
                        mimeType: "application/json"
                    )
                }
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func read(_ uri: String) async throws(ToolError) -> [ResourceContents]? {
        guard let request = Request(uri: uri) else { return nil }
        let text: String? = try await answering {
            do {
                return try await self.text(of: request)
            } catch let error as EngineError where error.code == .notFound {
                return nil
            }
        }
        return text.map { [ResourceContents(uri: uri, mimeType: "application/json", text: $0)] }
    }

    private func text(of request: Request) async throws -> String {
        guard request.asksForRows else { return try await engine.result(request.id).header.text() }
        let limit = min(request.limit ?? Self.pageSize, Self.pageSize)
        let page = try await engine.resultRows(request.id, after: request.after, limit: limit)
        var text = #"{"rows":["#
        text += page.rows.map { String(decoding: $0.body, as: UTF8.self) }.joined(separator: ",")
        text += #"],"next":"# + JSONValue(page.next).text() + "}"
        return text
    }

    private func answering<Value>(_ work: () async throws -> Value) async throws(ToolError) -> Value {
        do {
            return try await work()
        } catch let error as EngineError {
            throw EngineTool.toolError(error)
        } catch is CancellationError {
            throw ToolError(.cancelled, "The request was cancelled.")
        } catch {
            throw ToolError(.internal, "The result cannot be read: \(error)")
        }
    }

    /// A URI of this family, taken apart.
    private struct Request {
        var id: String
        var asksForRows = false
        var after: String?
        var limit: Int?

        init?(uri: String) {
            guard uri.hasPrefix(root) else { return nil }
            let parts = uri.dropFirst(root.count).split(separator: "?", maxSplits: 1)
            let path = parts.first?.split(separator: "/", omittingEmptySubsequences: false) ?? []
            guard let first = path.first, !first.isEmpty, path.count <= 2 else { return nil }
            id = String(first)
            if path.count == 2 {
                guard path[1] == "rows" else { return nil }
                asksForRows = true
            }
            for field in parts.dropFirst().first?.split(separator: "&") ?? [] {
                let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard pair.count == 2, let value = PercentEncoding.decoded(String(pair[1])) else {
                    return nil
                }
                switch pair[0] {
                case "after": after = value
                case "limit":
                    guard let number = Int(value), number > 0 else { return nil }
                    limit = number
                default: return nil
                }
            }
        }
    }
}
