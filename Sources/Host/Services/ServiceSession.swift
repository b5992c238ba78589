// SPDX-License-Identifier: Apache-2.0

import HostLoader
import JSONCodec
import Logging
import PluginABI
import Synchronization

/// One plugin's use of the services: its grants, and the machinery that it shares with the other plugins.
///
/// The C functions of a service are given only a `tw_host`; `of(_:)` leads from there to here.
final class ServiceSession: Sendable {
    /// Tells sessions apart for ever, as a plugin's id does not once it is loaded anew.
    struct Owner: Hashable, Sendable {
        let number: UInt64
    }

    let owner: Owner
    /// Unretained by the table below: the loader keeps it for as long as plugin code runs.
    let plugin: PluginContext
    let machinery: ServiceMachinery
    let hosts: HostGrants
    let files: FileGrants
    let variables: NamePatterns
    let configuration: ConfigurationGrants
    let logger: Logger

    private init(owner: Owner, plugin: PluginContext, machinery: ServiceMachinery) {
        let options = machinery.options
        let permissions = plugin.manifest.permissions
        self.owner = owner
        self.plugin = plugin
        self.machinery = machinery
        hosts = HostGrants(
            manifest: permissions.hosts,
            endpointVariables: NamePatterns(permissions.endpointsFromEnvironment),
            environment: options.environment,
            extra: options.extraHosts[plugin.id] ?? []
        )
        files = FileGrants(
            permissions,
            environment: options.environment,
            homeDirectory: options.homeDirectory
        )
        variables = NamePatterns(permissions.environment)
        configuration = ConfigurationGrants(
            pointers: permissions.configuration,
            tree: options.configuration["plugins"]?[plugin.id] ?? .null
        )
        var logger = options.logger
        logger[metadataKey: "plugin"] = .string(plugin.id)
        self.logger = logger
        if !hosts.unusable.isEmpty {
            logger.warning(
                "Some hosts of a plugin's permissions grant nothing: they cannot be read, or cover too much.",
                metadata: ["entries": .array(hosts.unusable.map { .string($0) })]
            )
        }
    }

    /// Logs why a request was refused and answers the status number for the plugin.
    func refuse(_ refusal: ServiceRefusal, by service: String) -> tw_status {
        logger.warning(
            "A service refused a request of a plugin.",
            metadata: ["service": .string(service), "reason": .string(refusal.message)]
        )
        return refusal.code.status
    }

    /// Runs `body` and turns a refusal into its status number.
    func status(_ service: String, _ body: () throws(ServiceRefusal) -> Void) -> tw_status {
        do {
            try body()
            return TW_OK
        } catch {
            return refuse(error, by: service)
        }
    }
}

// MARK: - Sessions by plugin

extension ServiceSession {
    private struct Table {
        var sessions: [ObjectIdentifier: ServiceSession] = [:]
        var lastNumber: UInt64 = 0
    }

    /// Process-wide because a C function has no closure; entries live from the first look-up to `release`.
    private static let table = Mutex(Table())

    /// Finds or makes the session of a plugin.
    static func attach(_ plugin: PluginContext, to machinery: ServiceMachinery) -> ServiceSession {
        table.withLock { table in
            if let session = table.sessions[ObjectIdentifier(plugin)] { return session }
            table.lastNumber += 1
            let owner = Owner(number: table.lastNumber)
            let session = ServiceSession(owner: owner, plugin: plugin, machinery: machinery)
            table.sessions[ObjectIdentifier(plugin)] = session
            return session
        }
    }

    /// Forgets the session of a plugin.
    static func detach(_ plugin: PluginContext) -> ServiceSession? {
        table.withLock { $0.sessions.removeValue(forKey: ObjectIdentifier(plugin)) }
    }

    /// Forgets every session of a host that is gone.
    static func detachAll(from machinery: ServiceMachinery) {
        table.withLock { table in table.sessions = table.sessions.filter { $0.value.machinery !== machinery }
        }
    }

    /// Finds the session of the plugin that was given this host struct.
    static func of(_ host: UnsafePointer<tw_host>?) -> ServiceSession? {
        guard let host = unsafe host, unsafe host.pointee.context != nil else { return nil }
        // SAFETY: the plugin passes the pointer that `create` gave it, which is valid until `destroy` returns.
        let plugin = unsafe PluginContext.from(host)
        return table.withLock { $0.sessions[ObjectIdentifier(plugin)] }
    }
}
