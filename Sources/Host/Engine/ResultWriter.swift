// SPDX-License-Identifier: Apache-2.0

import HostStorage
import JSONCodec
import Logging

/// Writes a whole result beside the answer that shows its beginning.
struct ResultWriter: Sendable {
    let id: String
    private let store: any Store

    /// Begins a result.
    ///
    /// - Parameters:
    ///   - kind: the tool that makes it.
    ///   - store: where it is kept.
    ///   - count: finished results that stay at most.
    ///   - now: the present.
    /// - Throws: ``StorageError``.
    init(_ kind: String, in store: any Store, keeping count: Int, at now: Timestamp) async throws {
        let number = UInt64.random(in: .min ... .max)
        id = String(number, radix: 36)
        self.store = store
        try await store.beginResult(id, kind: kind, keeping: count, at: now)
    }

    func append(_ rows: [ResultRow]) async throws {
        if !rows.isEmpty { try await store.appendRows(rows, to: id) }
    }

    func finish(_ header: JSONValue, expires: Timestamp) async throws {
        try await store.finishResult(id, header: header, expires: expires)
    }

    /// Forgets the result, because there will be no answer.
    func abandon() async throws { try await store.removeResult(id) }
}

extension Engine {
    /// Runs work that writes a whole result, if one is wanted; of work that throws, nothing stays.
    func writingResult<Value>(
        _ kind: String,
        _ context: CallContext,
        _ work: (ResultWriter?) async throws -> Value
    ) async throws -> Value {
        try await storing {
            guard context.keepsResult else { return try await work(nil) }
            let count = settings.resultCount - 1
            let writer = try await ResultWriter(kind, in: store, keeping: count, at: now())
            do {
                return try await work(writer)
            } catch {
                do { try await writer.abandon() } catch {
                    logger.error(
                        "An unfinished result stays until the next start",
                        metadata: ["cause": "\(error)"]
                    )
                }
                throw error
            }
        }
    }
}
