// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory
import JSONCodec
import Logging

/// What a scan of one cloud came to, beside the resources that passed.
struct CloudScanResult: Sendable {
    var quality: DataQuality
    var regions: RegionMetadata
    /// Why the cloud could not be asked, or not to the end.
    var failure: ProviderFailure?
}

/// What every scan of a call shares.
struct ScanEnvironment: Sendable {
    let store: any Store
    let scopes: ScopeDirectory
    let settings: EngineSettings
    let now: @Sendable () -> Timestamp
    let logger: Logger
    let meter: ProgressMeter
    let meta: JSONObject
    let deadline: ContinuousClock.Instant

    /// What travels with a call to a plugin: the time that is left of the whole.
    var options: ProviderCallOptions {
        ProviderCallOptions(deadline: max(.zero, ContinuousClock.now.duration(to: deadline)), meta: meta)
    }
}

/// One pass over one cloud: fresh cells from the inventory, the others from the provider, each resource once.
///
/// What comes from the provider goes to the inventory and to the consumer at the same time. Not Sendable: it
/// lives in the task that runs it.
final class CloudScan {
    typealias Consumer = (_ batch: [Resource]) async throws -> Void

    private let query: CloudQuery
    private let environment: ScanEnvironment
    private let consume: Consumer
    private var seen = SeenIDs()
    private var repeated = 0
    private var ledger: CellLedger
    private var recorder: InventoryRecorder?
    private var warnings: [String] = []

    init(_ query: CloudQuery, _ environment: ScanEnvironment, consume: @escaping Consumer) {
        self.query = query
        self.environment = environment
        self.consume = consume
        ledger = CellLedger(cloud: query.profile.cloud, asked: [], types: query.types)
    }

    /// Runs the pass.
    ///
    /// - Throws: ``EngineError`` for arguments that the cloud does not know and for the store, whatever the
    ///   consumer throws, and `CancellationError`. That the cloud cannot be asked is part of the result.
    func run(_ scan: ScanQuery) async throws -> CloudScanResult {
        let listing: ScopeListing
        do {
            listing = try await environment.scopes.listing(
                of: query.provider,
                at: environment.now(),
                isForced: scan.forcesRefresh,
                environment.options
            )
        } catch {
            return try unasked(providerFailure(error))
        }
        let allowed = environment.settings.allowedRegions
        let plan = try CellPlan(query, listing, allowedRegions: allowed)
        if let empty = emptyListing(listing, plan) { return try unasked(empty) }
        environment.meter.expect(plan.cells.count, "\(query.profile.title): \(plan.cells.count) cells")

        let fresh = try await freshCells(plan, scan)
        try await readInventory(fresh)
        let stale = plan.cells.subtracting(fresh.keys)
        let failure = try await askProvider(plan, stale)
        return result(plan, fresh, failure)
    }

    // MARK: From the inventory

    private func freshCells(_ plan: CellPlan, _ scan: ScanQuery) async throws -> [CoverageCell: CellRecord] {
        guard !scan.forcesRefresh, !query.isNarrowed, scan.maximumAge > 0 else { return [:] }
        let now = environment.now()
        let records = try await environment.store.cells(of: query.profile.cloud)
        let fresh = records.filter {
            plan.cells.contains($0.cell) && $0.isFresh(maximumAge: scan.maximumAge, at: now)
        }
        return Dictionary(fresh.map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func readInventory(_ fresh: [CoverageCell: CellRecord]) async throws {
        guard !fresh.isEmpty else { return }
        let cells = fresh.keys.sorted { $0.precedes($1) }
        try await environment.store.visitRows(of: cells, batchesOf: 1000) { try await pass($0) }
        let message = "\(query.profile.title): \(cells.count) cells from the inventory"
        environment.meter.finish(cells.count, message)
    }

    // MARK: From the provider

    private func askProvider(_ plan: CellPlan, _ stale: Set<CoverageCell>) async throws -> ProviderFailure? {
        guard !stale.isEmpty else { return nil }
        ledger = CellLedger(cloud: query.profile.cloud, asked: stale, types: query.types)
        recorder =
            query.isNarrowed ? nil : try await InventoryRecorder(environment.store, at: environment.now())
        do {
            let failure = try await makeCalls(plan.calls(for: stale, types: query.types.map(\.type)))
            for cell in ledger.spoiled {
                guard let outcome = ledger.ended[cell] else { continue }
                try await recorder?.finish(cell, outcome, at: environment.now())
            }
            try await recorder?.end()
            return failure
        } catch {
            // What was staged must not stay, and why the scan ended is what the caller has to hear.
            do { try await recorder?.end() } catch {
                environment.logger.error(
                    "Staged rows stay until the next start",
                    metadata: ["cause": "\(error)"]
                )
            }
            throw error
        }
    }

    private func makeCalls(_ calls: [ScanCall]) async throws -> ProviderFailure? {
        for call in calls {
            do {
                _ = try await query.provider.inventory(
                    call.arguments(
                        allowedRegions: environment.settings.allowedRegions,
                        filters: query.others
                    ),
                    environment.options
                ) { [self] update in
                    try Task.checkCancellation()
                    try await receive(update)
                }
                try Task.checkCancellation()
            } catch {
                let failure = try providerFailure(error)
                ledger.close(
                    CoverageOutcome(.failed, code: failure.code.description, detail: failure.message)
                )
                return failure
            }
        }
        ledger.close(CoverageOutcome(.notCovered, detail: "The provider did not say how the cell ended."))
        return nil
    }

    private func receive(_ update: ProviderUpdate) async throws {
        switch update {
        case .resources(let batch):
            try await receive(batch)
        case .coverage(let cell, let outcome):
            guard let judged = ledger.end(cell, outcome) else { return noteUnasked(cell, outcome) }
            try await recorder?.finish(cell, judged, at: environment.now())
            environment.meter.finish(1, "\(cell.resourceType) in \(cell.region): \(judged.status.words)")
        case .diagnostic(let value):
            note(value["summary"]?.string ?? value["message"]?.string ?? value.text())
        case .progress(_, _, let message):
            environment.meter.say(message)
        }
    }

    private func receive(_ batch: [Resource]) async throws {
        var staged: [StagedResource] = []
        var known: [Resource] = []
        staged.reserveCapacity(batch.count)
        known.reserveCapacity(batch.count)
        for resource in batch {
            switch ledger.place(resource) {
            case .open(let cell):
                staged.append(StagedResource(cell: cell, resource: resource))
                known.append(resource)
            case .late:
                known.append(resource)
            case .unasked:
                continue
            }
        }
        try await recorder?.stage(staged)
        try await pass(known)
    }

    /// Hands on what has not passed before.
    private func pass(_ batch: [Resource]) async throws {
        try Task.checkCancellation()
        let new = batch.filter { seen.insert($0.id) }
        repeated += batch.count - new.count
        if !new.isEmpty { try await consume(new) }
    }

    // MARK: Faults

    private static let mostWarnings = 20

    private func note(_ text: String) {
        guard warnings.count < Self.mostWarnings, !warnings.contains(text) else { return }
        warnings.append(String(text.prefix(500)))
    }

    private func noteUnasked(_ cell: CoverageCell, _ outcome: CoverageOutcome) {
        guard outcome.status != .answered else { return }
        let detail = outcome.detail.map { ": \($0)" } ?? ""
        note("\(cell.scope) \(cell.region) \(cell.resourceType) is \(outcome.status.words)\(detail)")
    }

    /// The provider's failure behind an error; any other error is thrown on.
    private func providerFailure(_ error: any Error) throws -> ProviderFailure {
        try Task.checkCancellation()
        guard let failure = error as? ProviderFailure else {
            guard error is CancellationError else { throw error }
            return ProviderFailure(.failed, "The plugin \(query.provider.pluginID) gave the call up.")
        }
        guard failure.code != .invalidArgument else {
            throw EngineError(.invalidArgument, failure.message, remedy: failure.hint, cause: failure)
        }
        return failure
    }

    private func emptyListing(_ listing: ScopeListing, _ plan: CellPlan) -> ProviderFailure? {
        guard plan.cells.isEmpty, plan.refused.isEmpty else { return nil }
        let what = listing.scopes.isEmpty ? "no \(query.profile.scopeTerm)" : "no region"
        return ProviderFailure(
            .unauthenticated,
            "The credentials of \(query.profile.title) open \(what).",
            hint: listing.detail
        )
    }

    // MARK: Result

    /// The result when nothing could be asked: one cell of everything, failed.
    private func unasked(_ failure: ProviderFailure) throws -> CloudScanResult {
        let outcome = CoverageOutcome(.failed, code: failure.code.description, detail: failure.sentence)
        let gaps = query.types.map { type in
            DataQuality.Gap(
                cell: CoverageCell(
                    cloud: query.profile.cloud,
                    scope: CellPlan.unknownRegion,
                    region: CellPlan.unknownRegion,
                    resourceType: type.type
                ),
                outcome: outcome
            )
        }
        let quality = DataQuality(gaps: gaps, regionsDiscovered: false)
        return CloudScanResult(
            quality: quality,
            regions: RegionMetadata(discoveryFailed: true),
            failure: failure
        )
    }

    private func result(
        _ plan: CellPlan,
        _ fresh: [CoverageCell: CellRecord],
        _ failure: ProviderFailure?
    ) -> CloudScanResult {
        if repeated > 0 { note("\(repeated) rows repeated the id of another and were counted once.") }
        if ledger.unasked > 0 { note("\(ledger.unasked) resources that nobody asked for were left out.") }
        if !plan.regionsDiscovered {
            note("The regions could not be listed\(plan.discoveryDetail.map { ": \($0)" } ?? ".")")
        }
        let outcomes = ledger.ended.merging(plan.refused) { first, _ in first }
        let failed = outcomes.filter { $0.value.status != .answered }
        let oldest = fresh.values.compactMap(\.completed).min()
        let now = environment.now()
        let quality = DataQuality(
            gaps: failed.map { DataQuality.Gap(cell: $0.key, outcome: $0.value) },
            answered: fresh.count + outcomes.count - failed.count,
            source: ledger.ended.isEmpty ? .inventory : fresh.isEmpty ? .scan : .mixed,
            ageSeconds: oldest.map { now.seconds(since: $0) } ?? 0,
            regionsDiscovered: plan.regionsDiscovered,
            warnings: warnings
        )
        let failedRegions = Set(failed.keys.map(\.region))
        let regions = Set(plan.cells.map(\.region)).union(failedRegions)
        return CloudScanResult(
            quality: quality,
            regions: RegionMetadata(
                successful: regions.subtracting(failedRegions).sorted(),
                failed: failedRegions.sorted(),
                skipped: plan.skippedRegions,
                discoveryFailed: !plan.regionsDiscovered
            ),
            failure: failure
        )
    }
}
