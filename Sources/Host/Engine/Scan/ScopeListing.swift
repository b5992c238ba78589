// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The scopes and regions that a cloud's credentials open, as extensions/provider.h words them.
struct ScopeListing: Hashable, Sendable {
    struct Scope: Hashable, Sendable {
        var id: String
        var name: String?
        var isUsable: Bool
        var detail: String?
        var regions: [String]
    }

    var scopes: [Scope]
    /// Whether the cloud listed its regions; if not, `regions` is only a guess.
    var regionsDiscovered: Bool
    var detail: String?

    /// Whether every scope and region is open.
    var isWhole: Bool { regionsDiscovered && scopes.allSatisfy(\.isUsable) }

    init(scopes: [Scope], regionsDiscovered: Bool = true, detail: String? = nil) {
        self.scopes = scopes
        self.regionsDiscovered = regionsDiscovered
        self.detail = detail
    }

    /// Reads the result of the operation `scopes`.
    init(_ value: JSONValue, plugin: String) throws(ProviderFailure) {
        guard let list = value["scopes"]?.array else {
            throw Self.malformed(plugin, "has no list \"scopes\"")
        }
        var scopes: [Scope] = []
        for element in list {
            guard let id = element["id"]?.string, !id.isEmpty else {
                throw Self.malformed(plugin, "has a scope without an id")
            }
            guard let regions = element["regions"].map(\.strings) ?? [] else {
                throw Self.malformed(plugin, "has regions that are no texts")
            }
            guard !scopes.contains(where: { $0.id == id }) else { continue }
            scopes.append(
                Scope(
                    id: id,
                    name: element["name"]?.string,
                    isUsable: element["status"]?.string == "usable",
                    detail: element["detail"]?.string,
                    regions: Set(regions).sorted()
                )
            )
        }
        self.scopes = scopes.sorted { $0.id < $1.id }
        regionsDiscovered = value["regions_discovered"]?.bool ?? true
        detail = value["detail"]?.string
    }

    private static func malformed(_ plugin: String, _ fault: String) -> ProviderFailure {
        ProviderFailure(
            .failed,
            "The plugin \(plugin) answered `scopes` with a result that \(fault).",
            hint: "This is a fault of the plugin; update it."
        )
    }
}
