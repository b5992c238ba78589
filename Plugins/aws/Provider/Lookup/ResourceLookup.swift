// SPDX-License-Identifier: Apache-2.0

/// Looks single resources up by ARN, all at once, each in its own region.
struct ResourceLookup: Sendable {
    let client: AWSClient
    let home: String
    let emitter: any ResourceEmitter

    /// Most ids that one call takes.
    static let maximumIDs = 1000

    /// Looks ids up.
    ///
    /// - Parameter arguments: the contract's {"ids": [text]}.
    /// - Returns: the contract's {"outcomes": […]}, in the order of the ids.
    /// - Throws: ``PluginError`` when nothing could be asked, `CancellationError`.
    func run(_ arguments: JSONObject) async throws -> JSONObject {
        guard let ids = arguments["ids"]?.strings, (1...Self.maximumIDs).contains(ids.count) else {
            throw PluginError(.invalidArgument, "ids must be a list of 1 to \(Self.maximumIDs) texts.")
        }
        let distinct = Set(ids)
        let identity = Arrival<CallerIdentity>()
        let outcomes = try await withThrowingTaskGroup(of: (String, LookupOutcome).self) { group in
            let asksAWS = distinct.contains { ARN($0).flatMap(ResourceCatalogs.catalog) != nil }
            if asksAWS {
                // An account that cannot be found out fails the call: nothing else could be asked either.
                do throws(AWSFault) {
                    identity.arrive(.success(try await CallerIdentity.find(client, region: home)))
                } catch {
                    throw InventoryScan.failure(error)
                }
            }
            for id in distinct { group.addTask { (id, try await outcome(id, identity)) } }
            return try await group.reduce(into: [String: LookupOutcome]()) { $0[$1.0] = $1.1 }
        }
        var seen: Set<String> = []
        let found = ids.filter { seen.insert($0).inserted }.compactMap { outcomes[$0]?.record }
        if !found.isEmpty { try await emitter.emit(found) }
        return ["outcomes": .array(ids.map { outcomes[$0]?.json(id: $0) ?? .null })]
    }

    private func outcome(_ id: String, _ identity: Arrival<CallerIdentity>) async throws -> LookupOutcome {
        guard let arn = ARN(id) else { return LookupOutcome("malformed", detail: "This is no ARN.") }
        guard let catalog = ResourceCatalogs.catalog(claiming: arn) else {
            return LookupOutcome(
                "unsupported",
                detail: "The AWS provider does not look up resources of this type."
            )
        }
        let kind = catalog.kind
        if kind.isRegional, arn.region.isEmpty {
            return LookupOutcome("malformed", type: kind.type, detail: "The ARN names no region.")
        }
        let caller = try await identity.value()
        if let mismatch = Self.mismatch(arn, caller) {
            return LookupOutcome("refused", type: kind.type, detail: mismatch)
        }
        let cell = CellScan(
            kind,
            region: kind.isRegional ? arn.region : home,
            client: client,
            pageSize: nil,
            emitter: emitter
        ) { caller }
        do {
            guard var record = try await catalog.find(arn, cell) else {
                return LookupOutcome("not_found", type: kind.type)
            }
            // An ARN has other spellings in places (snapshots with and without account): the caller's one stays.
            record.id = id
            return LookupOutcome(record)
        } catch let fault as AWSFault {
            if fault.kind == .cancelled { throw CancellationError() }
            return LookupOutcome(fault, kind: kind)
        }
    }

    /// Why the credentials cannot see the ARN at all.
    private static func mismatch(_ arn: ARN, _ caller: CallerIdentity) -> String? {
        if arn.partition != caller.partition {
            return "The ARN is of partition \(arn.partition), the credentials of \(caller.partition)."
        }
        guard !arn.account.isEmpty, arn.account != caller.account else { return nil }
        return "The ARN is of account \(arn.account), the credentials of \(caller.account)."
    }
}
