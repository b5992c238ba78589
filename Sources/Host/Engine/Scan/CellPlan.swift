// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory

/// The cells that a query asks for in one cloud, and which of them the inventory can answer.
struct CellPlan: Sendable {
    /// The region of cells whose type has none.
    static let global = "global"
    /// The region of cells in a scope whose regions could not be listed.
    static let unknownRegion = "unknown"

    /// Cells that a provider can be asked for.
    let cells: Set<CoverageCell>
    /// Cells of scopes that the credentials do not open.
    let refused: [CoverageCell: CoverageOutcome]
    /// Scopes of the query as ids; `nil` for all.
    let scopes: [String]?
    /// Regions of the query; `nil` for all.
    let regions: [String]?
    /// Regions that the credentials open and the query leaves out.
    let skippedRegions: [String]
    let regionsDiscovered: Bool
    let discoveryDetail: String?

    /// Lays out what a query asks for.
    ///
    /// - Throws: ``EngineError/Code/invalidArgument`` for a scope or region that is not there.
    init(_ query: CloudQuery, _ listing: ScopeListing, allowedRegions: [String]?) throws {
        let chosen = try Self.scopes(query, listing)
        let open = Set(chosen.filter(\.isUsable).flatMap(\.regions))
        let available = try Self.available(open, allowedRegions, listing, query)
        let regions = try Self.regions(query, available, listing)
        let asked = regions.map(Set.init) ?? available
        let cloud = query.profile.cloud
        var cells: Set<CoverageCell> = []
        var refused: [CoverageCell: CoverageOutcome] = [:]
        for scope in chosen {
            let places = listing.regionsDiscovered ? asked.intersection(scope.regions) : asked
            for type in query.types {
                func cell(_ region: String) -> CoverageCell {
                    CoverageCell(cloud: cloud, scope: scope.id, region: region, resourceType: type.type)
                }
                if !scope.isUsable {
                    let region = type.isRegional ? Self.unknownRegion : Self.global
                    refused[cell(region)] = CoverageOutcome(.refused, detail: scope.detail)
                } else if type.isRegional {
                    for region in places { cells.insert(cell(region)) }
                } else {
                    cells.insert(cell(Self.global))
                }
            }
        }
        self.cells = cells
        self.refused = refused
        self.scopes = Self.isEverything(query.scopes) ? nil : chosen.map(\.id)
        self.regions = regions
        self.skippedRegions = available.subtracting(asked).sorted()
        self.regionsDiscovered = listing.regionsDiscovered
        self.discoveryDetail = listing.detail
    }

    // MARK: Steps

    private static func isEverything(_ names: [String]?) -> Bool {
        names.map { $0.isEmpty || $0.contains("all") } ?? true
    }

    private static func scopes(_ query: CloudQuery, _ listing: ScopeListing) throws -> [ScopeListing.Scope] {
        guard let wanted = query.scopes, !isEverything(wanted) else {
            return listing.scopes
        }
        let unknown = wanted.filter { name in !listing.scopes.contains { $0.isCalled(name) } }
        guard unknown.isEmpty else {
            let valid = listing.scopes.map { scope in scope.name.map { "\(scope.id) (\($0))" } ?? scope.id }
            throw EngineError(
                .invalidArgument,
                "No \(query.profile.scopeTerm) of \(query.profile.title) is called "
                    + "\(unknown.map { "\"\($0)\"" }.joined(separator: ", ")). "
                    + "Valid: \(valid.joined(separator: ", ")).",
                argument: query.profile.filters.first { $0.meaning == .scopes }?.name
            )
        }
        return listing.scopes.filter { scope in wanted.contains { scope.isCalled($0) } }
    }

    private static func available(
        _ open: Set<String>,
        _ allowed: [String]?,
        _ listing: ScopeListing,
        _ query: CloudQuery
    ) throws -> Set<String> {
        guard let allowed else { return open }
        let available = listing.regionsDiscovered ? open.intersection(allowed) : Set(allowed)
        guard available.isEmpty, !open.isEmpty, query.types.contains(where: \.isRegional) else {
            return available
        }
        throw EngineError(
            .failedPrecondition,
            "No region of \(query.profile.title) is allowed: ALLOWED_REGIONS has "
                + "\(allowed.joined(separator: ", ")), and enabled are \(open.sorted().joined(separator: ", ")).",
            remedy: "Change ALLOWED_REGIONS."
        )
    }

    private static func regions(
        _ query: CloudQuery,
        _ available: Set<String>,
        _ listing: ScopeListing
    ) throws -> [String]? {
        guard let wanted = query.regions, !isEverything(wanted) else { return nil }
        let unknown = Set(wanted).subtracting(available).sorted()
        guard unknown.isEmpty || !listing.regionsDiscovered else {
            throw EngineError(
                .invalidArgument,
                "Not a region of \(query.profile.title) that may be scanned: "
                    + "\(unknown.map { "\"\($0)\"" }.joined(separator: ", ")). "
                    + "Valid: \(available.sorted().joined(separator: ", ")).",
                argument: query.profile.filters.first { $0.meaning == .regions }?.name
            )
        }
        return Set(wanted).sorted()
    }
}

extension ScopeListing.Scope {
    /// Whether a call means this scope: by its id, or by its name without regard to case.
    fileprivate func isCalled(_ text: String) -> Bool {
        id == text || name?.lowercased() == text.lowercased()
    }
}
