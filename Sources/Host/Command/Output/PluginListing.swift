// SPDX-License-Identifier: Apache-2.0
import HostLoader
import JSONCodec

/// Plugins as rows for the command line.
enum PluginListing {
    /// Shows what is loaded and what was refused.
    ///
    /// - Parameter registry: what is loaded.
    /// - Returns: plugins, what they contribute, and diagnostics.
    static func value(of registry: RegistrySnapshot) -> JSONValue {
        let plugins = registry.plugins.map { plugin -> JSONValue in
            [
                "id": .string(plugin.id),
                "version": .string(plugin.inspection.manifest.version),
                "title": .string(plugin.inspection.manifest.title),
                "abi": .string(plugin.inspection.abi.description),
                "contributes": JSONValue(contributions(of: plugin.id, in: registry)),
                "status": plugin.isHealthy ? "loaded" : "unhealthy",
                "folder": .string(plugin.inspection.folder),
            ]
        }
        return [
            "plugins": .array(plugins),
            "diagnostics": .array(registry.diagnostics.map(value)),
        ]
    }

    /// Shows what a folder holds.
    ///
    /// - Parameter inspection: manifest and note.
    /// - Returns: both, with the permissions asked for.
    static func value(of inspection: PluginInspection) -> JSONValue {
        let manifest = inspection.manifest
        let permissions = manifest.permissions
        return [
            "id": .string(manifest.id),
            "version": .string(manifest.version),
            "title": .string(manifest.title),
            "kinds": JSONValue(manifest.kinds.map(\.rawValue).sorted()),
            "abi": .string(inspection.abi.description),
            "library": .string(inspection.library),
            "permissions": [
                "hosts": JSONValue(permissions.hosts),
                "endpoints_from_environment": JSONValue(permissions.endpointsFromEnvironment),
                "environment": JSONValue(permissions.environment),
                "files": JSONValue(permissions.files),
                "secrets": JSONValue(permissions.secrets),
                "configuration": JSONValue(permissions.configuration),
                "processes": .bool(permissions.processes),
                "kv": .bool(permissions.keyValueStore),
            ],
            "warnings": .array(inspection.warnings.map(value)),
        ]
    }

    private static func contributions(of id: String, in registry: RegistrySnapshot) -> [String] {
        registry.providers.filter { $0.pluginID == id }.map { "provider \($0.description.cloud)" }
            + registry.tools.filter { $0.pluginID == id }.map { "tool \($0.name)" }
            + registry.exporters.filter { $0.pluginID == id }
            .flatMap { $0.targets.map { "exporter \($0.platform)" } }
            + registry.generators.filter { $0.pluginID == id }.map { _ in "generator" }
    }

    private static func value(_ diagnostic: PluginDiagnostic) -> JSONValue {
        [
            "severity": .string(diagnostic.severity.rawValue), "code": .string(diagnostic.code.description),
            "plugin": .string(diagnostic.plugin), "summary": .string(diagnostic.summary),
            "detail": .string(diagnostic.detail), "path": .string(diagnostic.path),
        ]
    }
}
