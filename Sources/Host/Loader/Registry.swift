// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What is loaded, behind one lock; readers get immutable snapshots.
final class Registry: Sendable {
    /// One load of one plugin and all it contributes; hidden until it is complete.
    struct Entry: Sendable {
        let plugin: LoadedPlugin
        var isPublished = false
        var tools: [PluginTool] = []
        var contributions = Contributions()
        var nextTool: UInt32 = 1
    }

    fileprivate struct State {
        var entries: [Entry] = []
        var snapshot = RegistrySnapshot()
        var subscribers: [UInt64: AsyncStream<RegistryChange>.Continuation] = [:]
        var nextSubscriber: UInt64 = 0
        var nextGeneration: UInt64 = 0
    }

    /// Diagnostics kept; a host that runs for months with a bad plugin must not grow.
    private static let maximumDiagnostics = 512
    /// Diagnostics kept of one code of one plugin; faults of manifests come in greater numbers.
    private static let maximumAlike = 100

    private let state = Mutex(State())

    var snapshot: RegistrySnapshot { state.withLock { $0.snapshot } }

    func nextGeneration() -> UInt64 {
        state.withLock { state in
            state.nextGeneration += 1
            return state.nextGeneration
        }
    }

    /// Streams changes; when nobody reads, the oldest are dropped.
    func changes() -> AsyncStream<RegistryChange> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: RegistryChange.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        let number = state.withLock { state in
            state.nextSubscriber += 1
            state.subscribers[state.nextSubscriber] = continuation
            return state.nextSubscriber
        }
        continuation.onTermination = { _ in
            _ = self.state.withLock { $0.subscribers.removeValue(forKey: number) }
        }
        return stream
    }

    func finishStreams() {
        let subscribers = state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers { subscriber.finish() }
    }

    // MARK: Plugins

    /// Adds a plugin that is being loaded; false when its id is loaded already.
    func add(_ plugin: LoadedPlugin) -> Bool {
        state.withLock { state in
            guard !state.entries.contains(where: { $0.plugin.id == plugin.id }) else { return false }
            state.entries.append(Entry(plugin: plugin))
            return true
        }
    }

    /// Shows a plugin with all it contributes.
    func publish(_ generation: UInt64, _ contributions: Contributions) {
        change { state in
            guard let place = state.place(of: generation) else { return [] }
            state.entries[place].isPublished = true
            state.entries[place].contributions = contributions
            return state.entries[place].kinds.union([.plugins])
        }
    }

    /// Takes a plugin out.
    func remove(_ generation: UInt64) {
        change { state in
            guard let place = state.place(of: generation) else { return [] }
            let entry = state.entries.remove(at: place)
            return entry.isPublished ? entry.kinds.union([.plugins]) : []
        }
    }

    /// Replaces what a published plugin's extensions describe.
    func update(_ generation: UInt64, _ body: (inout Contributions) -> Set<RegistryChange>) {
        change { state in
            guard let place = state.place(of: generation) else { return [] }
            let changes = body(&state.entries[place].contributions)
            return state.entries[place].isPublished ? changes : []
        }
    }

    // MARK: Tools

    /// Adds tools, all or none: numbers, or the first name that is taken.
    func addTools(_ tools: [PluginTool], to generation: UInt64) -> Result<[UInt32], ToolConflict> {
        var result: Result<[UInt32], ToolConflict> = .success([])
        change { state in
            guard let place = state.place(of: generation) else {
                result = .failure(ToolConflict(name: nil, owner: ""))
                return []
            }
            for (index, tool) in tools.enumerated() {
                if tools[..<index].contains(where: { $0.name == tool.name }) {
                    result = .failure(ToolConflict(name: tool.name, owner: tool.pluginID))
                    return []
                }
                let owner = state.entries.first { $0.tools.contains { $0.name == tool.name } }
                if let owner {
                    result = .failure(ToolConflict(name: tool.name, owner: owner.plugin.id))
                    return []
                }
            }
            result = .success(state.entries[place].append(tools))
            return state.entries[place].isPublished ? [.tools] : []
        }
        return result
    }

    struct ToolConflict: Error {
        /// The name taken; nothing when the plugin is gone.
        let name: String?
        let owner: String
    }

    /// Removes tools; false when a number was unknown.
    func removeTools(_ numbers: [UInt32], from generation: UInt64) -> Bool {
        var areKnown = true
        change { state in
            guard let place = state.place(of: generation) else {
                areKnown = false
                return []
            }
            let known = Set(state.entries[place].tools.map(\.number))
            areKnown = known.isSuperset(of: numbers)
            for tool in state.entries[place].tools where numbers.contains(tool.number) {
                tool.registration.end()
            }
            state.entries[place].tools.removeAll { numbers.contains($0.number) }
            return state.entries[place].isPublished && !known.isDisjoint(with: numbers) ? [.tools] : []
        }
        return areKnown
    }

    // MARK: Diagnostics

    /// Keeps a diagnostic, each once.
    func note(_ diagnostic: PluginDiagnostic) {
        change { state in
            let alike = state.snapshot.diagnostics.filter {
                $0.plugin == diagnostic.plugin && $0.code == diagnostic.code
            }
            guard !alike.contains(diagnostic), alike.count < Self.maximumAlike,
                state.snapshot.diagnostics.count < Self.maximumDiagnostics
            else { return [] }
            state.snapshot.diagnostics.append(diagnostic)
            return [.diagnostics]
        }
    }

    /// Changes the state, makes a new snapshot when something visible changed, and tells subscribers.
    private func change(_ body: (inout State) -> Set<RegistryChange>) {
        let (changes, subscribers) = state.withLock { state in
            let changes = body(&state)
            if !changes.isEmpty { state.rebuild() }
            return (changes, Array(state.subscribers.values))
        }
        for change in RegistryChange.allCases where changes.contains(change) {
            for subscriber in subscribers { subscriber.yield(change) }
        }
    }
}

extension Registry.State {
    func place(of generation: UInt64) -> Int? {
        entries.firstIndex { $0.plugin.generation == generation }
    }

    mutating func rebuild() {
        let published = entries.filter(\.isPublished)
        snapshot.generation += 1
        snapshot.plugins = published.map(\.plugin)
        snapshot.tools = published.flatMap(\.tools)
        snapshot.providers = published.compactMap(\.contributions.provider)
        snapshot.exporters = published.compactMap(\.contributions.exporter)
        snapshot.generators = published.compactMap(\.contributions.generator)
    }
}

extension Registry.Entry {
    /// Numbers tools and adds them.
    mutating func append(_ tools: [PluginTool]) -> [UInt32] {
        tools.map { tool in
            var tool = tool
            tool.number = nextTool
            nextTool += 1
            self.tools.append(tool)
            return tool.number
        }
    }

    /// What a change of this entry touches.
    var kinds: Set<RegistryChange> {
        var kinds: Set<RegistryChange> = []
        if !tools.isEmpty { kinds.insert(.tools) }
        if contributions.provider != nil { kinds.insert(.providers) }
        if contributions.exporter != nil { kinds.insert(.exporters) }
        if contributions.generator != nil { kinds.insert(.generators) }
        return kinds
    }
}

/// What a plugin's extensions bring.
struct Contributions: Sendable {
    var provider: Provider?
    var exporter: Exporter?
    var generator: Generator?
}
