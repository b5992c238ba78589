// SPDX-License-Identifier: Apache-2.0

package import HostLoader
import PluginABI

/// The services of the host: http, log, clock, config, secrets, kv and exec.
///
/// Metrics are not offered.
package final class HostServiceSource: ServiceSource {
    private let machinery: ServiceMachinery

    /// One line a service.
    private static let tables: [String: ServiceTable] = [
        TW_SERVICE_HTTP: HTTPService.table,
        TW_SERVICE_LOG: LogService.table,
        TW_SERVICE_CLOCK: ClockService.table,
        TW_SERVICE_CONFIG: ConfigService.table,
        TW_SERVICE_SECRETS: SecretsService.table,
        TW_SERVICE_KV: KeyValueService.table,
        TW_SERVICE_EXEC: ExecService.table,
    ]

    /// Makes the services; threads start when they are first needed.
    ///
    /// - Parameter options: what they know of the world.
    package init(options: HostServiceOptions) { machinery = ServiceMachinery(options: options) }

    deinit {
        ServiceSession.detachAll(from: machinery)
        machinery.stop()
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func service(_ id: String, for plugin: PluginContext) -> UnsafeRawPointer? {
        guard let table = Self.tables[id] else { return nil }
        _ = ServiceSession.attach(plugin, to: machinery)
        // SAFETY: tables are made once and never freed.
        return unsafe table.pointer
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package func release(_ plugin: PluginContext) {
        guard let session = ServiceSession.detach(plugin) else { return }
        machinery.release(session.owner)
    }

    /// Ends every request, sleep and program; what plugins ask for afterwards is refused.
    package func shutdown() { machinery.stop() }
}
