// SPDX-License-Identifier: Apache-2.0

import HostEngine
import Inventory
import JSONCodec
import Synchronization

/// A cloud in memory that answers as a well-behaved provider does, or as a test wants it to.
final class FakeCloud: CloudProvider {
    /// What a test changes.
    struct Behaviour: Sendable {
        var resources: [Resource] = []
        /// How cells end that do not simply end answered.
        var outcomes: [CoverageCell: CoverageOutcome] = [:]
        /// Cells for which no coverage is sent.
        var silent: Set<CoverageCell> = []
        var batchSize = 100
        var scopes: [JSONValue] = [
            ["id": "one", "name": "Production", "status": "usable", "regions": ["north", "south"]]
        ]
        var regionsDiscovered = true
        var scopesFailure: ProviderFailure?
        /// Thrown after that many cells.
        var failure: (after: Int, error: ProviderFailure)?
        /// What is sent after the last cell.
        var epilogue: [ProviderUpdate] = []
        /// Runs after each cell.
        var afterCell: (@Sendable () async throws -> Void)?
        var lookups: [String: JSONValue] = [:]
        var lookupFailure: ProviderFailure?
    }

    let pluginID: String
    let profile: CloudProfile
    private let behaviour: Mutex<Behaviour>
    private let asked = Mutex<[JSONValue]>([])
    private let scopeCalls = Mutex(0)

    init(_ behaviour: Behaviour = .init(), cloud: String = "sky", types: [CloudProfile.ResourceType]? = nil) {
        pluginID = "\(cloud)-plugin"
        profile = CloudProfile(
            cloud: cloud,
            title: "The \(cloud)",
            scopeTerm: "account",
            resourceTypes: types ?? [
                .init(type: "vm", generic: "virtual_machine"), .init(type: "disk"),
                .init(type: "bucket", generic: "object_store", isRegional: false),
            ],
            filters: [
                .init(name: "regions", aliases: ["region"], meaning: .regions),
                .init(name: "accounts", aliases: ["account_id"], meaning: .scopes),
                .init(name: "group", meaning: .other),
            ],
            idPrefixes: ["\(cloud)://"]
        )
        self.behaviour = Mutex(behaviour)
    }

    /// Arguments of the calls of `inventory` so far.
    var calls: [JSONValue] { asked.withLock { $0 } }
    /// Calls of `scopes` so far.
    var scopeCallCount: Int { scopeCalls.withLock { $0 } }

    func change(_ edit: (inout Behaviour) -> Void) { behaviour.withLock { edit(&$0) } }

    func scopes(_ options: ProviderCallOptions) async throws -> JSONValue {
        scopeCalls.withLock { $0 += 1 }
        let behaviour = behaviour.withLock { $0 }
        if let failure = behaviour.scopesFailure { throw failure }
        return [
            "scopes": .array(behaviour.scopes), "regions_discovered": .bool(behaviour.regionsDiscovered),
            "detail": "as told",
        ]
    }

    func inventory(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue {
        asked.withLock { $0.append(arguments) }
        let behaviour = behaviour.withLock { $0 }
        var ended = 0
        for cell in cells(arguments, behaviour) {
            if let failure = behaviour.failure, failure.after == ended { throw failure.error }
            let rows = behaviour.resources.filter { $0.isIn(cell, profile) }
            for start in stride(from: 0, to: rows.count, by: behaviour.batchSize) {
                try await sink(.resources(Array(rows[start..<min(rows.count, start + behaviour.batchSize)])))
            }
            if !behaviour.silent.contains(cell) {
                let answered = CoverageOutcome(.answered, resources: rows.count)
                try await sink(.coverage(cell, behaviour.outcomes[cell] ?? answered))
            }
            ended += 1
            try await behaviour.afterCell?()
        }
        if let failure = behaviour.failure, failure.after == ended { throw failure.error }
        for update in behaviour.epilogue { try await sink(update) }
        return ["requests": 1]
    }

    func lookup(
        _ arguments: JSONValue,
        _ options: ProviderCallOptions,
        sink: (ProviderUpdate) async throws -> Void
    ) async throws -> JSONValue {
        asked.withLock { $0.append(arguments) }
        let behaviour = behaviour.withLock { $0 }
        if let failure = behaviour.lookupFailure { throw failure }
        let ids = arguments["ids"]?.strings ?? []
        let found = behaviour.resources.filter { ids.contains($0.id) }
        if !found.isEmpty { try await sink(.resources(found)) }
        let outcomes = ids.map { id -> JSONValue in
            let isFound = found.contains { $0.id == id }
            return behaviour.lookups[id] ?? ["id": .string(id), "status": isFound ? "found" : "not_found"]
        }
        return ["outcomes": .array(outcomes)]
    }

    private func cells(_ arguments: JSONValue, _ behaviour: Behaviour) -> [CoverageCell] {
        let types = arguments["resource_types"]?.strings ?? []
        let wanted = arguments["regions"]?.strings
        let allowed = arguments["allowed_regions"]?.strings
        let scopes = arguments["scopes"]?.strings
        var cells: [CoverageCell] = []
        for scope in behaviour.scopes where scope["status"]?.string == "usable" {
            let id = scope["id"]?.string ?? ""
            guard scopes?.contains(id) ?? true else { continue }
            for type in profile.resourceTypes where types.contains(type.type) {
                let regions = type.isRegional ? scope["regions"]?.strings ?? [] : ["global"]
                for region in regions {
                    let isWanted = (wanted?.contains(region) ?? true) && (allowed?.contains(region) ?? true)
                    guard isWanted || !type.isRegional else { continue }
                    cells.append(place(type.type, region, id, profile.cloud))
                }
            }
        }
        return cells
    }
}

extension Resource {
    fileprivate func isIn(_ cell: CoverageCell, _ profile: CloudProfile) -> Bool {
        let isRegional = profile.resourceTypes.first { $0.type == type }?.isRegional ?? true
        return type == cell.resourceType && scope == cell.scope && (region == cell.region || !isRegional)
    }
}

func place(
    _ type: String,
    _ region: String,
    _ scope: String = "one",
    _ cloud: String = "sky"
) -> CoverageCell {
    CoverageCell(cloud: cloud, scope: scope, region: region, resourceType: type)
}
