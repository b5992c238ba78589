// SPDX-License-Identifier: Apache-2.0

/// The arguments of an inventory call, read and checked.
struct InventoryRequest: Sendable {
    let catalogs: [any ResourceCatalog.Type]
    let regions: [String]?
    let allowedRegions: [String]?
    let scopes: [String]?

    /// Reads the arguments.
    ///
    /// - Throws: ``PluginError`` naming what is wrong and what is valid.
    init(_ arguments: JSONObject) throws {
        let types = try Self.texts(arguments, "resource_types") ?? []
        guard !types.isEmpty else {
            throw PluginError(.invalidArgument, "resource_types is missing or empty.")
        }
        var seen: Set<String> = []
        catalogs = try types.filter { seen.insert($0).inserted }.map(Self.catalog)
        regions = try Self.texts(arguments, "regions")
        allowedRegions = try Self.texts(arguments, "allowed_regions")
        scopes = try Self.texts(arguments, "scopes")
    }

    private static func catalog(of type: String) throws -> any ResourceCatalog.Type {
        if let catalog = ResourceCatalogs.catalog(of: type) { return catalog }
        let valid = ResourceCatalogs.all.map { $0.kind.type }.joined(separator: ", ")
        throw PluginError(
            .invalidArgument,
            "The AWS provider does not know the resource type \"\(type)\". Valid types: \(valid)."
        )
    }

    private static func texts(_ arguments: JSONObject, _ name: String) throws -> [String]? {
        guard let value = arguments[name], !value.isNull else { return nil }
        guard let texts = value.strings else {
            throw PluginError(.invalidArgument, "\(name) must be a list of texts, not \(value.kind).")
        }
        return texts.isEmpty ? nil : texts
    }

    /// The regions to scan, out of those that are enabled.
    ///
    /// - Throws: ``PluginError`` for a region that is not enabled or not allowed, naming the valid ones.
    func chosenRegions(_ discovery: RegionDiscovery) throws -> [String] {
        let allowed = allowedRegions.map(Set.init)
        guard discovery.fault == nil else {
            // Nobody can tell which regions are right: the home region is certain, and what was asked for is
            // the user's own word; each cell tells whether it worked.
            let asked = regions ?? discovery.regions
            return try asked.filter { allowed?.contains($0) ?? true }.map { try HomeRegion.checked($0) }
        }
        let available = discovery.regions.filter { allowed?.contains($0) ?? true }
        guard let regions else { return available }
        let unknown = regions.filter { !available.contains($0) }
        guard unknown.isEmpty else {
            throw PluginError(
                .invalidArgument,
                "Not enabled or not allowed: \(unknown.joined(separator: ", ")). "
                    + "Valid regions: \(available.joined(separator: ", ")).",
                details: ["invalid": JSONValue(unknown), "valid": JSONValue(available)]
            )
        }
        return available.filter(Set(regions).contains)
    }

    /// Checks the scopes against the account of the credentials.
    ///
    /// - Throws: ``PluginError`` for any other scope.
    func check(_ identity: CallerIdentity) throws {
        let unknown = (scopes ?? []).filter { $0 != identity.account }
        guard unknown.isEmpty else {
            throw PluginError(
                .invalidArgument,
                "The credentials do not open the account \(unknown.joined(separator: ", ")). "
                    + "Valid accounts: \(identity.account).",
                details: ["invalid": JSONValue(unknown), "valid": [.string(identity.account)]]
            )
        }
    }
}
