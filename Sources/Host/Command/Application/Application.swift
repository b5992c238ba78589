// SPDX-License-Identifier: Apache-2.0
import HostEngine
import HostLoader
import HostServer
import HostServices
import HostStorage
import JSONCodec
import Logging

/// The wired program: store, services, plugins, engine, catalog.
///
/// Nothing else creates them.
struct Application: Sendable {
    /// What the program was told.
    let settings: Settings
    /// Where events go.
    let logger: Logger
    /// The loaded plugins.
    let plugins: PluginHost
    /// The use cases.
    let engine: Engine
    /// What can be called and read.
    let catalog: CatalogStore
    private let store: SQLiteStore
    private let services: HostServiceSource

    /// Opens the program, does work with it, and closes it whatever happens.
    ///
    /// - Parameters:
    ///   - settings: what the program was told.
    ///   - body: the work.
    /// - Returns: what the work returns.
    /// - Throws: `StorageError` when the state cannot be opened, or what the work throws.
    static func using<Result>(
        _ settings: Settings,
        _ body: (Application) async throws -> Result
    ) async throws -> Result {
        let application = try Application(settings)
        await application.plugins.loadAll()
        application.offer()
        do {
            let result = try await body(application)
            try await application.close()
            return result
        } catch {
            // What the work failed with is what the caller has to hear.
            try? await application.close()
            throw error
        }
    }

    private init(_ settings: Settings) throws {
        self.settings = settings
        logger = Self.logger(settings)
        store = try SQLiteStore(.folder(settings.stateDirectory))
        services = HostServiceSource(
            options: HostServiceOptions(
                environment: settings.environment,
                homeDirectory: settings.homeDirectory,
                configuration: ["plugins": .object(settings.plugins)],
                certificateFile: settings.certificateFile,
                extraHosts: settings.extraHosts,
                keyValue: StoredPluginValues(store: store),
                logger: logger
            )
        )
        plugins = PluginHost(options: Self.loaderOptions(settings), services: services, logger: logger)
        engine = Engine(
            catalog: LoadedProviders { [plugins] in plugins.registry },
            store: store,
            policy: PolicySource(path: settings.policyPath, convert: Self.convertYAML),
            settings: Self.engineSettings(settings),
            now: { WallClock.now },
            logger: logger
        )
        catalog = CatalogStore()
    }

    private func close() async throws {
        await plugins.shutdown(within: .seconds(3))
        services.shutdown()
        try store.close()
    }

    // MARK: Settings of the parts

    private static func logger(_ settings: Settings) -> Logger {
        var logger = Logger(label: "tagwarden") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = settings.logLevel
        return logger
    }

    private static func loaderOptions(_ settings: Settings) -> LoaderOptions {
        var options = LoaderOptions()
        options.pluginFolders = settings.pluginDirectories
        options.executable = ProgramFiles.executable
        options.home = settings.homeDirectory
        options.stateDirectory = settings.stateDirectory
        options.hostVersion = Version.current
        return options
    }

    private static func engineSettings(_ settings: Settings) -> EngineSettings {
        EngineSettings(
            defaultCloud: settings.defaultCloud,
            maximumAge: settings.maximumAge,
            allowedRegions: settings.allowedRegions.isEmpty ? nil : settings.allowedRegions,
            deadline: .seconds(settings.callTimeout)
        )
    }

    private static func convertYAML(_ bytes: [UInt8], path: String) throws -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("The file \(path) is not UTF-8 text.")
        }
        return try YAMLReader.value(of: text, source: path)
    }
}
