// SPDX-License-Identifier: Apache-2.0

package import Logging

/// Loads plugins, keeps what they contribute, and takes them out again.
///
/// A bad plugin becomes a diagnostic and never keeps another from working. Code of plugins runs on threads of
/// the host's own, never on those of Swift's tasks.
package final class PluginHost: Sendable {
    let core: HostCore

    /// Makes a host without plugins.
    ///
    /// - Parameters:
    ///   - options: where to look and how patient to be.
    ///   - services: what plugins may ask for.
    ///   - logger: where misbehaviour is told.
    package init(options: LoaderOptions, services: any ServiceSource, logger: Logger) {
        core = HostCore(options: options, services: services, logger: logger)
    }

    /// What is loaded now.
    package var registry: RegistrySnapshot { core.registry.snapshot }

    /// Streams what changes from now on; of a reader that lags far behind, the oldest changes are dropped.
    package func changes() -> AsyncStream<RegistryChange> { core.registry.changes() }

    /// Reads manifest and ELF note of a plugin without running any of its code.
    ///
    /// - Parameter folder: the folder with plugin.json.
    /// - Returns: what they say, when they fit each other and this host.
    /// - Throws: ``LoadError`` with everything that is wrong.
    package static func inspect(folder: String) throws(LoadError) -> PluginInspection {
        try PluginInspection(folder: folder)
    }

    /// Lists the plugins of the search path without running any of their code.
    ///
    /// - Parameter options: where to look.
    /// - Returns: one entry a folder, in search order.
    package static func inspectAll(
        _ options: LoaderOptions
    ) -> [(folder: String, Result<PluginInspection, LoadError>)] {
        SearchPath(options).candidates()
            .map { folder in
                (folder, Result { () throws(LoadError) in try PluginInspection(folder: folder) })
            }
    }

    /// Loads every plugin of the search path; what is wrong with one becomes a diagnostic.
    package func loadAll() async {
        var loaded: [String: String] = [:]
        for plugin in core.registry.snapshot.plugins { loaded[plugin.id] = plugin.inspection.folder }
        for folder in SearchPath(core.options).candidates() {
            do {
                let manifest = try PluginInspection.manifest(in: folder)
                if let first = loaded[manifest.id] {
                    core.report(shadowed(manifest.id, folder, by: first))
                    continue
                }
                loaded[manifest.id] = folder
                try await load(folder: folder)
            } catch {
                for diagnostic in error.diagnostics { core.report(diagnostic) }
            }
        }
    }

    private func shadowed(_ id: String, _ folder: String, by first: String) -> PluginDiagnostic {
        PluginDiagnostic(
            .warning,
            .shadowed,
            plugin: id,
            path: folder,
            summary:
                "Plugin \(id) in \(folder) is not loaded: \(first) has a plugin of that id and comes first.",
            detail: "Remove one of the two folders, or change one id."
        )
    }

    /// Loads one plugin.
    ///
    /// - Parameter folder: the folder with plugin.json.
    /// - Throws: ``LoadError`` with everything that is wrong; nothing of the plugin is visible then.
    package func load(folder: String) async throws(LoadError) {
        let inspection = try PluginInspection(folder: folder)
        for warning in inspection.warnings { core.report(warning) }
        var marker = CrashMarker(core.options.stateDirectory, plugin: inspection.manifest.id)
        if marker.set() == .crashedLastTime {
            throw PluginInspection.Place(plugin: inspection.manifest.id, path: inspection.library)
                .error(
                    .crashedLastTime,
                    "Plugin \(inspection.manifest.id) is left out: the host ended twice while it was being loaded.",
                    "It is tried again at the next start. Remove or replace the plugin if this happens again."
                )
        }
        defer { marker.clear() }
        try await PluginLoading(core: core, inspection: inspection).run()
    }

    /// Takes a plugin out: no new calls, those in flight get time to end, then the instance is destroyed.
    ///
    /// The library stays mapped. A plugin whose calls hang is not destroyed, since its threads still use it.
    /// - Parameter id: the plugin's id; one that is not loaded is ignored.
    package func unload(id: String) async {
        guard let plugin = core.registry.snapshot.plugins.first(where: { $0.id == id }) else { return }
        core.registry.remove(plugin.generation)
        await plugin.instance.retire(within: core.options.drainTimeout)
    }

    /// Takes all plugins out and ends the threads; the host cannot be used afterwards.
    ///
    /// - Parameter limit: time that calls in flight get to end.
    package func shutdown(within limit: Duration) async {
        let plugins = core.registry.snapshot.plugins
        for plugin in plugins { core.registry.remove(plugin.generation) }
        await withTaskGroup { group in
            for plugin in plugins {
                group.addTask { await plugin.instance.retire(within: limit) }
            }
        }
        core.registry.finishStreams()
        core.close()
    }
}
