// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Holds the current catalog and tells watchers when it changes.
///
/// Any thread.
package final class CatalogStore: Sendable {
    private struct State {
        var catalog: ServerCatalog
        var watchers: [UInt64: Watcher] = [:]
        var nextWatcher: UInt64 = 0
    }

    private struct Watcher {
        var pending = CatalogChange()
        let signal: AsyncStream<Void>.Continuation
    }

    private let state: Mutex<State>

    /// Begins with a catalog.
    ///
    /// - Parameter catalog: what is offered first.
    package init(_ catalog: ServerCatalog = ServerCatalog()) {
        state = Mutex(State(catalog: catalog))
    }

    /// What is offered now.
    package var current: ServerCatalog { state.withLock(\.catalog) }

    /// Replaces what is offered and tells the watchers.
    ///
    /// - Parameters:
    ///   - change: which lists differ.
    ///   - body: edits the catalog; it must not call back into the store.
    package func update(_ change: CatalogChange, _ body: (inout ServerCatalog) -> Void) {
        state.withLock { state in
            body(&state.catalog)
            state.catalog.generation += 1
            Self.tell(change, &state)
        }
    }

    /// Tells the watchers of changed contents, with the catalog as it is.
    ///
    /// - Parameter change: what differs.
    package func announce(_ change: CatalogChange) {
        state.withLock { Self.tell(change, &$0) }
    }

    /// Watches for changes from now on.
    ///
    /// What happens between two looks arrives as one change.
    ///
    /// - Returns: a sequence that ends when its task is cancelled.
    package func changes() -> CatalogChanges {
        let (signals, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let id = state.withLock { state in
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = Watcher(signal: continuation)
            return state.nextWatcher
        }
        continuation.onTermination = { [weak self] _ in self?.forget(id) }
        return CatalogChanges(signals: signals) { [weak self] in self?.take(id) }
    }

    private static func tell(_ change: CatalogChange, _ state: inout State) {
        for id in state.watchers.keys {
            state.watchers[id]?.pending.formUnion(change)
            state.watchers[id]?.signal.yield()
        }
    }

    private func take(_ id: UInt64) -> CatalogChange? {
        state.withLock { state in
            let pending = state.watchers[id]?.pending
            state.watchers[id]?.pending = CatalogChange()
            return pending
        }
    }

    private func forget(_ id: UInt64) {
        state.withLock { _ = $0.watchers.removeValue(forKey: id) }
    }
}

/// The changes of a catalog, merged between two looks.
package struct CatalogChanges: AsyncSequence, Sendable {
    fileprivate let signals: AsyncStream<Void>
    fileprivate let take: @Sendable () -> CatalogChange?

    /// Waits for changes.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var signals: AsyncStream<Void>.Iterator
        fileprivate let take: @Sendable () -> CatalogChange?

        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        package mutating func next(isolation actor: isolated (any Actor)?) async -> CatalogChange? {
            while await signals.next(isolation: actor) != nil {
                if let change = take(), !change.isEmpty { return change }
            }
            return nil
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func makeAsyncIterator() -> Iterator {
        Iterator(signals: signals.makeAsyncIterator(), take: take)
    }
}
