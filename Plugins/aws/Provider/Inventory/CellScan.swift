// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The listing of one coverage cell: one account, one region, one resource type.
final class CellScan: Sendable {
    /// The region that requests go to.
    let region: String
    /// The way to AWS.
    let client: AWSClient
    /// Most entries of one page that the operator wants.
    let pageSize: Int?

    private let kind: ResourceKind
    private let identity: @Sendable () async throws -> CallerIdentity
    private let emitter: any ResourceEmitter
    private let progress = Mutex(Progress())

    private struct Progress {
        var resources = 0
        var faultsInRow = 0
        var firstFault: AWSFault?
    }

    /// Pages whose details may be under way at once: bounds the memory of one cell.
    private static let pagesAhead = 1
    /// Detail calls of one page at once.
    private static let detailsAtOnce = 64
    /// Faults without a success between them after which the rest is not asked for.
    private static let pointlessFaults = 20

    init(
        _ kind: ResourceKind,
        region: String,
        client: AWSClient,
        pageSize: Int?,
        emitter: any ResourceEmitter,
        identity: @escaping @Sendable () async throws -> CallerIdentity
    ) {
        self.kind = kind
        self.region = region
        self.client = client
        self.pageSize = pageSize
        self.emitter = emitter
        self.identity = identity
    }

    /// Resources emitted so far.
    var resources: Int { progress.withLock { $0.resources } }

    /// The first fault of a single resource: the list lacks that resource.
    var partialFault: AWSFault? { progress.withLock { $0.firstFault } }

    /// The account of the credentials; found out while the first pages are already read.
    func caller() async throws -> CallerIdentity { try await identity() }

    /// Makes a call to this cell's region.
    func call(
        _ service: AWSService,
        _ action: String,
        _ input: ServiceCall.Input,
        permission: String? = nil
    ) -> ServiceCall {
        ServiceCall(service, action, region: region, input, permission: permission)
    }

    /// The size of a page: the service's maximum, or less when the operator wants so.
    func limit(_ maximum: Int, minimum: Int = 1) -> String { String(limit(of: maximum, minimum: minimum)) }

    /// As `limit`, as a number.
    func limit(of maximum: Int, minimum: Int = 1) -> Int { min(maximum, max(minimum, pageSize ?? maximum)) }

    /// Hands resources over.
    func emit(_ records: [ResourceRecord]) async throws {
        guard !records.isEmpty else { return }
        try await emitter.emit(records)
        progress.withLock { $0.resources += records.count }
    }

    /// A record of this cell.
    func record(
        _ arn: String,
        _ resourceID: String,
        name: String? = nil,
        created: Int64? = nil,
        state: String? = nil,
        tags: [ResourceRecord.Tag],
        attributes: JSONObject = [:]
    ) async throws -> ResourceRecord {
        ResourceRecord(
            id: arn,
            type: kind.type,
            resourceID: resourceID,
            name: name,
            scope: try await caller().account,
            region: kind.isRegional ? region : "global",
            created: created,
            state: state,
            tags: tags,
            attributes: attributes
        )
    }

    /// An ARN of this cell's account and region.
    func arn(_ service: String, _ resource: String) async throws -> String {
        let caller = try await caller()
        return "arn:\(caller.partition):\(service):\(region):\(caller.account):\(resource)"
    }

    // MARK: Walking lists

    /// Reads page after page and makes resources of their entries, while the next page is already under way.
    ///
    /// - Parameters:
    ///   - page: reads the page of a token and answers its entries and the next token.
    ///   - details: makes the resources of one entry; none for a resource that is gone or does not count.
    ///     Its fault leaves out that entry only, and the cell ends with that fault.
    /// - Throws: what `page` throws, and faults of `details` that are not of one entry alone.
    func walk<Entry: Sendable>(
        _ page: (String?) async throws -> (entries: [Entry], next: String?),
        details: @escaping @Sendable (Entry) async throws -> [ResourceRecord]
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var underWay = 0
            try await Paging.forEach { token in
                let (entries, next) = try await page(token)
                if underWay == Self.pagesAhead {
                    try await group.next()
                    underWay -= 1
                }
                if !entries.isEmpty {
                    group.addTask { try await self.finish(entries, details) }
                    underWay += 1
                }
                return next
            }
            try await group.waitForAll()
        }
    }

    private func finish<Entry: Sendable>(
        _ entries: [Entry],
        _ details: @escaping @Sendable (Entry) async throws -> [ResourceRecord]
    ) async throws {
        let records = try await concurrently(entries) { entry in
            do {
                let records = try await details(entry)
                self.progress.withLock { $0.faultsInRow = 0 }
                return records
            } catch let fault as AWSFault {
                try self.note(fault)
                return []
            }
        }
        try await emit(records.flatMap { $0 })
    }

    /// Runs work on many entries, a bounded number at once; the results keep the order of the entries.
    func concurrently<Entry: Sendable, Made: Sendable>(
        _ entries: [Entry],
        _ work: @escaping @Sendable (Entry) async throws -> Made
    ) async throws -> [Made] {
        try await withThrowingTaskGroup(of: (Int, Made).self) { group in
            var made: [Made?] = Array(repeating: nil, count: entries.count)
            for (place, entry) in entries.enumerated() {
                if place >= Self.detailsAtOnce, let (done, result) = try await group.next() {
                    made[done] = result
                }
                group.addTask { (place, try await work(entry)) }
            }
            for try await (done, result) in group { made[done] = result }
            return made.compactMap { $0 }
        }
    }

    /// Takes note of a single resource's fault; throws it when going on is pointless.
    private func note(_ fault: AWSFault) throws {
        // Gone between the list and the question: it does not count.
        if fault.kind == .notFound { return }
        if fault.kind == .cancelled { throw fault }
        let isPointless = progress.withLock { progress in
            progress.firstFault = progress.firstFault ?? fault
            progress.faultsInRow += 1
            return progress.faultsInRow >= Self.pointlessFaults
        }
        if isPointless { throw fault }
    }
}
