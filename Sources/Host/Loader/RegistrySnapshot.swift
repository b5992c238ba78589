// SPDX-License-Identifier: Apache-2.0

/// What is loaded at one instant.
///
/// A value: it never changes, and a call through it reaches the plugin it names.
package struct RegistrySnapshot: Sendable {
    /// Grows with every change.
    package internal(set) var generation: UInt64 = 0
    /// Loaded plugins, in the order in which they were loaded.
    package internal(set) var plugins: [LoadedPlugin] = []
    /// Providers, at most one a cloud.
    package internal(set) var providers: [Provider] = []
    /// Tools that plugins registered, each name once.
    package internal(set) var tools: [PluginTool] = []
    /// Exporters.
    package internal(set) var exporters: [Exporter] = []
    /// Generators.
    package internal(set) var generators: [Generator] = []
    /// What was found wrong since the host began, each once.
    package internal(set) var diagnostics: [PluginDiagnostic] = []
}

/// One plugin that was loaded.
package struct LoadedPlugin: Sendable {
    /// Manifest, library and ABI version.
    package let inspection: PluginInspection
    /// Counts loads; a plugin that is loaded again gets another number.
    package let generation: UInt64
    /// SPDX licence expression, where the plugin tells one.
    package let license: String?
    let instance: PluginInstance

    /// The plugin's id.
    package var id: String { manifest.id }

    /// Its plugin.json.
    package var manifest: PluginManifest { inspection.manifest }

    /// Semantic version.
    package var version: String { manifest.version }

    /// Name for people.
    package var title: String { manifest.title }

    /// The plugin's folder.
    package var path: String { inspection.folder }

    /// Whether it still gets calls; false while too many of them hang.
    package var isHealthy: Bool { instance.isHealthy }
}

/// What a change of the registry touched: read ``PluginHost/registry`` again.
package enum RegistryChange: Hashable, Sendable, CaseIterable {
    /// Plugins came or went.
    case plugins
    /// Tools came or went.
    case tools
    /// Providers came, went or describe themselves anew.
    case providers
    /// Exporters came, went or describe themselves anew.
    case exporters
    /// Generators came, went or describe themselves anew.
    case generators
    /// Something was found wrong.
    case diagnostics
}
