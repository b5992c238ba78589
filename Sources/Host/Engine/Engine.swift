// SPDX-License-Identifier: Apache-2.0

package import HostStorage
package import Logging

/// The use cases: each takes the arguments of a tool and returns a value that says what it rests on.
///
/// Arguments are those of requirements part B, parsed here and nowhere else. Every use case throws
/// ``EngineError`` when it cannot answer at all, and `CancellationError` when its task is cancelled, which
/// reaches the plugins. An answer in part is a result whose ``EngineResult/status`` says so.
package final class Engine: Sendable {
    let catalog: any ProviderCatalog
    let store: any Store
    let policy: PolicySource
    let settings: EngineSettings
    let now: @Sendable () -> Timestamp
    let logger: Logger
    let scopes: ScopeDirectory

    /// Makes an engine.
    ///
    /// - Parameters:
    ///   - catalog: the providers that are loaded.
    ///   - store: where inventory, history and results are kept.
    ///   - policy: the policy.
    ///   - settings: what the operator set.
    ///   - now: the wall clock.
    ///   - logger: where events go.
    package init(
        catalog: any ProviderCatalog,
        store: any Store,
        policy: PolicySource,
        settings: EngineSettings,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.catalog = catalog
        self.store = store
        self.policy = policy
        self.settings = settings
        self.now = now
        self.logger = logger
        self.scopes = ScopeDirectory(maximumAge: settings.scopesAge)
    }

    /// What is known of the clouds that are loaded, in the order of their names.
    package var clouds: [CloudProfile] { catalog.providers.map(\.profile) }
}

// MARK: - Whole results

extension Engine {
    /// The results that can be read whole, newest first.
    ///
    /// - Returns: results without their rows.
    /// - Throws: ``EngineError``.
    package func results() async throws -> [StoredResult] {
        try await storing { try await store.results(at: now()) }
    }

    /// Finds one whole result.
    ///
    /// - Parameter id: its id.
    /// - Returns: the result without its rows; the header is the JSON of the answer without its findings.
    /// - Throws: ``EngineError``; ``EngineError/Code/notFound`` when there is none, or it has expired.
    package func result(_ id: String) async throws -> StoredResult {
        try await storing { try await store.result(id, at: now()) }
    }

    /// Reads some rows of a whole result.
    ///
    /// - Parameters:
    ///   - id: the result.
    ///   - key: the ``ResultPage/next`` of the page before; `nil` for the first page.
    ///   - limit: rows in the page at most.
    /// - Returns: rows as JSON, sorted as in the answer.
    /// - Throws: ``EngineError``; ``EngineError/Code/notFound`` when there is none, or it has expired.
    package func resultRows(_ id: String, after key: String?, limit: Int) async throws -> ResultPage {
        try await storing { try await store.rows(of: id, after: key, limit: limit, at: now()) }
    }

    /// Runs work on the store; its errors become the engine's.
    func storing<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as StorageError {
            let code: EngineError.Code = error.code == .unknownResult ? .notFound : .storage
            throw EngineError(code, error.message, cause: error)
        }
    }
}
