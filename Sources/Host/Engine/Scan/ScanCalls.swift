// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec

/// One call of the operation `inventory`: every combination of its scopes, regions and types.
struct ScanCall: Hashable, Sendable {
    var types: [String]
    /// `nil` for all.
    var regions: [String]?
    /// `nil` for all.
    var scopes: [String]?

    /// The argument object of extensions/provider.h.
    func arguments(allowedRegions: [String]?, filters: JSONObject) -> JSONValue {
        var object: JSONObject = ["resource_types": JSONValue(types)]
        object["regions"] = regions.map { JSONValue($0) }
        object["scopes"] = scopes.map { JSONValue($0) }
        object["allowed_regions"] = allowedRegions.map { JSONValue($0) }
        if !filters.isEmpty { object["filters"] = .object(filters) }
        return .object(object)
    }
}

extension CellPlan {
    /// More calls than this cost more than asking for everything again.
    private static let mostCalls = 8

    /// The calls that cover the stale cells and nothing else, or everything if that takes fewer calls.
    func calls(for stale: Set<CoverageCell>, types: [String]) -> [ScanCall] {
        guard !stale.isEmpty else { return [] }
        let everything = ScanCall(types: types, regions: regions, scopes: scopes)
        guard stale.count < cells.count else { return [everything] }
        let calls = Self.rectangles(stale, regions: regions)
        return calls.count <= Self.mostCalls ? calls : [everything]
    }

    /// Groups cells into scopes x regions x types without a cell too many.
    private static func rectangles(_ cells: Set<CoverageCell>, regions: [String]?) -> [ScanCall] {
        struct Place: Hashable {
            let scope: String
            let region: String
        }
        var typesOfPlace: [Place: Set<String>] = [:]
        for cell in cells {
            typesOfPlace[Place(scope: cell.scope, region: cell.region), default: []].insert(cell.resourceType)
        }
        struct Row: Hashable {
            let scope: String
            let types: [String]
            let isGlobal: Bool
        }
        var regionsOfRow: [Row: Set<String>] = [:]
        for (place, types) in typesOfPlace {
            let row = Row(scope: place.scope, types: types.sorted(), isGlobal: place.region == global)
            regionsOfRow[row, default: []].insert(place.region)
        }
        var scopesOfCall: [ScanCall: Set<String>] = [:]
        for (row, places) in regionsOfRow {
            // Types without regions are asked for with the regions of the query, which do not narrow them.
            let call = ScanCall(types: row.types, regions: row.isGlobal ? regions : places.sorted())
            scopesOfCall[call, default: []].insert(row.scope)
        }
        return
            scopesOfCall.map { call, scopes in
                ScanCall(types: call.types, regions: call.regions, scopes: scopes.sorted())
            }
            .sorted {
                ($0.types, $0.regions ?? [], $0.scopes ?? []) < ($1.types, $1.regions ?? [], $1.scopes ?? [])
            }
    }
}

private func < (left: ([String], [String], [String]), right: ([String], [String], [String])) -> Bool {
    if left.0 != right.0 { return left.0.lexicographicallyPrecedes(right.0) }
    if left.1 != right.1 { return left.1.lexicographicallyPrecedes(right.1) }
    return left.2.lexicographicallyPrecedes(right.2)
}
