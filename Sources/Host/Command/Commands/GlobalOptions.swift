// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials

/// Flags that every command takes; they win over the environment and config.yaml.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The settings file (config.yaml).")
    var config: String?

    @Option(help: "The tagging policy, JSON or YAML.")
    var policy: String?

    @Option(help: "Folder of the database.")
    var state: String?

    @Option(help: ArgumentHelp("A further folder of plugins; may be repeated.", valueName: "folder"))
    var pluginDir: [String] = []

    @Option(help: "Least level that is logged: trace, debug, info, notice, warning, error, critical.")
    var logLevel: String?

    /// Reads file, environment and flags.
    ///
    /// - Parameter environment: the process environment, with what a command adds.
    /// - Returns: the settings.
    /// - Throws: ``UsageError``.
    func settings(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(UsageError) -> Settings {
        let overrides = SettingsOverrides(
            config: config,
            policy: policy,
            state: state,
            pluginDirectories: pluginDir,
            logLevel: logLevel
        )
        return try Settings(environment: environment, overrides: overrides)
    }
}

/// The choice of an output format.
struct OutputOptions: ParsableArguments {
    @Option(help: "table, json, yaml or csv; a table on a terminal, JSON otherwise.")
    var output: OutputFormat?

    /// The format to write.
    var format: OutputFormat { output ?? (Console.isTerminal ? .table : .json) }
}
