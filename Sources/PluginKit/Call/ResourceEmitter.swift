// SPDX-License-Identifier: Apache-2.0

/// Where a provider pours resources and coverage; the host in a plugin, a list in a test.
public protocol ResourceEmitter: Sendable {
    /// Hands resources over; waits when the receiver is behind.
    ///
    /// - Parameter records: the resources, in order.
    /// - Throws: `CancellationError` when nobody wants them any more.
    func emit(_ records: [ResourceRecord]) async throws

    /// Hands the outcome of one coverage cell over, after the last of its resources.
    ///
    /// - Parameter coverage: the object of the contract's extensions/provider.h.
    /// - Throws: `CancellationError` when nobody wants it any more.
    func emit(coverage: JSONObject) async throws
}

extension PluginCall: ResourceEmitter {
    /// Most rows of one batch: enough to amortise its cost, small enough to keep little in memory.
    private static let batchRows = 2_000

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func emit(_ records: [ResourceRecord]) async throws {
        var rest = records[...]
        while !rest.isEmpty {
            var builder = try ResourceBatchBuilder()
            for record in rest.prefix(Self.batchRows) { try builder.append(record) }
            try await emit(builder.finish())
            rest = rest.dropFirst(Self.batchRows)
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func emit(coverage: JSONObject) async throws { try await emit(coverage, as: .coverage) }
}
