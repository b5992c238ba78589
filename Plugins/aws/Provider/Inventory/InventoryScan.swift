// SPDX-License-Identifier: Apache-2.0

/// One scan: finds account and regions, lists every cell at once, tells the outcome of each.
///
/// Nothing waits without need: cells that have no region start beside the search for regions, and all cells
/// read their first pages before the account is known.
struct InventoryScan: Sendable {
    let request: InventoryRequest
    let client: AWSClient
    let context: AWSContext
    /// The region to begin with.
    let home: String
    let emitter: any ResourceEmitter
    /// How long the scan may take; cells that are not done then end as they are.
    let budget: Duration?
    /// Takes the number of cells that are done, and of all.
    let progress: @Sendable (Int, Int) -> Void

    private enum Event: Sendable {
        case identity(Result<CallerIdentity, AWSFault>)
        case regions(RegionDiscovery)
        case cell(Cell, CellOutcome)
        case expired
        case stopped
    }

    /// What is known so far; only the task of `run` touches it.
    private struct Ledger {
        var identity: CallerIdentity?
        var discovery: RegionDiscovery?
        var outcomes: [(Cell, CellOutcome)] = []
        var open = 0
        var done = 0
        var isExpired = false
        /// Nobody takes coverage any more.
        var isDeaf = false

        var isOver: Bool { identity != nil && discovery != nil && open == 0 && outcomes.isEmpty }
    }

    private typealias Group = ThrowingTaskGroup<Event, any Error>

    /// Runs the scan.
    ///
    /// - Returns: the result of the contract's `inventory`.
    /// - Throws: ``PluginError`` when nothing could be asked, `CancellationError`.
    func run() async throws -> JSONObject {
        let identity = Arrival<CallerIdentity>()
        return try await withThrowingTaskGroup(of: Event.self) { group in
            defer { group.cancelAll() }
            var ledger = Ledger()
            start(&group, &ledger, identity)
            while !ledger.isOver, let event = try await group.next() {
                try await take(event, &group, &ledger, identity)
            }
            try Task.checkCancellation()
            return result(ledger)
        }
    }

    private func start(_ group: inout Group, _ ledger: inout Ledger, _ identity: Arrival<CallerIdentity>) {
        group.addTask {
            do throws(AWSFault) {
                let found = try await CallerIdentity.find(client, region: home)
                identity.arrive(.success(found))
                return .identity(.success(found))
            } catch {
                identity.arrive(.failure(error))
                return .identity(.failure(error))
            }
        }
        group.addTask { .regions(await RegionDiscovery.find(client, home: home)) }
        if let budget {
            group.addTask {
                do { try await context.environment.sleep(budget) } catch { return .stopped }
                return .expired
            }
        }
        // A region or account that does not exist must be told before anything is listed.
        if request.regions == nil, request.scopes == nil { startGlobalCells(&group, &ledger, identity) }
    }

    private func take(
        _ event: Event,
        _ group: inout Group,
        _ ledger: inout Ledger,
        _ identity: Arrival<CallerIdentity>
    ) async throws {
        switch event {
        case .identity(.failure(let fault)):
            throw Self.failure(fault, isExpired: ledger.isExpired)
        case .identity(.success(let found)):
            try request.check(found)
            ledger.identity = found
        case .regions(let discovery):
            ledger.discovery = discovery
            try startRegionalCells(discovery, &group, &ledger, identity)
        case .cell(let cell, let outcome):
            ledger.outcomes.append((cell, outcome))
            ledger.open -= 1
        case .expired:
            ledger.isExpired = true
            group.cancelAll()
        case .stopped:
            break
        }
        await report(&ledger)
    }

    private func startGlobalCells(
        _ group: inout Group,
        _ ledger: inout Ledger,
        _ identity: Arrival<CallerIdentity>
    ) {
        for catalog in request.catalogs where !catalog.kind.isRegional {
            start(catalog, Cell(region: "global", type: catalog.kind.type), &group, &ledger, identity)
        }
    }

    private func startRegionalCells(
        _ discovery: RegionDiscovery,
        _ group: inout Group,
        _ ledger: inout Ledger,
        _ identity: Arrival<CallerIdentity>
    ) throws {
        let regions = try request.chosenRegions(discovery)
        if request.regions != nil || request.scopes != nil { startGlobalCells(&group, &ledger, identity) }
        for region in regions {
            for catalog in request.catalogs where catalog.kind.isRegional {
                start(catalog, Cell(region: region, type: catalog.kind.type), &group, &ledger, identity)
            }
        }
    }

    private func start(
        _ catalog: any ResourceCatalog.Type,
        _ cell: Cell,
        _ group: inout Group,
        _ ledger: inout Ledger,
        _ identity: Arrival<CallerIdentity>
    ) {
        let scan = CellScan(
            catalog.kind,
            region: catalog.kind.isRegional ? cell.region : home,
            client: client,
            pageSize: context.pageSize,
            emitter: emitter
        ) { try await identity.value() }
        ledger.open += 1
        group.addTask { .cell(cell, await Self.outcome(catalog, scan)) }
    }

    private static func outcome(_ catalog: any ResourceCatalog.Type, _ scan: CellScan) async -> CellOutcome {
        do {
            try await catalog.list(scan)
            if let fault = scan.partialFault {
                return CellOutcome(fault, resources: scan.resources, kind: catalog.kind)
            }
            return .answered(scan.resources)
        } catch let fault as AWSFault {
            return CellOutcome(fault, resources: scan.resources, kind: catalog.kind)
        } catch is CancellationError {
            return .notCovered(scan.resources, "The scan ended before this was listed.")
        } catch {
            return CellOutcome(status: "failed", resources: scan.resources, detail: "\(error)")
        }
    }

    /// Tells the outcomes that have gathered, once the account is known.
    private func report(_ ledger: inout Ledger) async {
        guard let identity = ledger.identity else { return }
        for (cell, outcome) in ledger.outcomes {
            ledger.done += 1
            guard !ledger.isDeaf else { continue }
            do {
                try await emitter.emit(coverage: outcome.json(cell, account: identity.account))
                progress(ledger.done, ledger.done + ledger.open)
            } catch {
                // The call is over for the host: there is nobody left to tell.
                ledger.isDeaf = true
            }
        }
        ledger.outcomes = []
    }

    private func result(_ ledger: Ledger) -> JSONObject {
        var scope: JSONObject = [
            "id": JSONValue(ledger.identity?.account), "status": "usable",
            "regions": JSONValue(ledger.discovery?.regions ?? []),
        ]
        var result: JSONObject = [:]
        if let fault = ledger.discovery?.fault {
            scope["detail"] = .string(fault.message)
            result["detail"] = .string("The regions could not be listed: \(fault.message)")
        }
        result["scopes"] = [.object(scope)]
        result["regions_discovered"] = .bool(ledger.discovery?.fault == nil)
        result["requests"] = JSONValue(client.requests)
        result["retries"] = JSONValue(client.retries)
        return result
    }

    /// What it means for the whole call that the account could not be found out.
    static func failure(_ fault: AWSFault, isExpired: Bool = false) -> any Error {
        if fault.kind == .cancelled {
            return isExpired
                ? PluginError(.deadlineExceeded, "AWS did not say in time who the credentials belong to.")
                : CancellationError()
        }
        let code: PluginError.Code
        switch fault.kind {
        case .credentials, .regionDisabled: code = .unauthenticated
        case .refused: code = .permissionDenied
        case .throttled: code = .resourceExhausted
        default: code = .unavailable
        }
        // AWS's codes begin with a capital; what the search for credentials says ends with its own advice.
        let isFromAWS = fault.code?.first?.isUppercase ?? true
        return PluginError(
            code,
            fault.message,
            hint: code == .unauthenticated && isFromAWS
                ? "Check the AWS credentials, or run `aws sts get-caller-identity`." : nil,
            isRetryable: fault.retryable != nil,
            retryAfter: fault.retryAfter
        )
    }
}
