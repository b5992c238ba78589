// SPDX-License-Identifier: Apache-2.0
import JSONCodec
import Logging

/// What the program was told: config.yaml, then the environment, then flags, the later one winning.
struct Settings: Sendable {
    /// The tagging policy's file; without one the built-in policy is used.
    var policyPath: String?
    /// Folder of the database.
    var stateDirectory: String
    /// Folders searched for plugins before the built-in ones.
    var pluginDirectories: [String] = []
    /// Regions that may be scanned; empty means all.
    var allowedRegions: [String] = []
    /// Least level that is logged.
    var logLevel: Logger.Level = .warning
    /// Age in seconds up to which the inventory answers without a scan.
    var maximumAge: Int64 = 3600
    /// Cloud meant by a call that names none.
    var defaultCloud = "aws"
    /// Seconds that one tool call may take.
    var callTimeout: Int64 = 900
    /// Hosts granted to plugins beyond their manifests, by plugin id.
    var extraHosts: [String: [String]] = [:]
    /// Configuration of plugins, by plugin id.
    var plugins = JSONObject()
    /// Certificate authorities beside the system's.
    var certificateFile: String?
    /// The environment that the program was started with, and what `demo` adds.
    var environment: [String: String]
    /// The user's home folder.
    var homeDirectory: String
}

/// Values of flags that override the file and the environment.
struct SettingsOverrides: Sendable {
    var config: String?
    var policy: String?
    var state: String?
    var pluginDirectories: [String] = []
    var logLevel: String?
}

extension Settings {
    /// Reads all three sources.
    ///
    /// - Parameters:
    ///   - environment: the process environment.
    ///   - overrides: flags.
    /// - Throws: ``UsageError`` naming the file, key or variable that is wrong.
    init(environment: [String: String], overrides: SettingsOverrides) throws(UsageError) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
        let stateHome = Self.nonEmpty(environment["XDG_STATE_HOME"]) ?? "\(home)/.local/state"
        stateDirectory = "\(stateHome)/tagwarden"
        self.environment = environment
        homeDirectory = home
        try readFile(environment: environment, flag: overrides.config)
        try readEnvironment(environment)
        if let policy = overrides.policy { policyPath = policy }
        if let state = overrides.state { stateDirectory = state }
        if !overrides.pluginDirectories.isEmpty { pluginDirectories = overrides.pluginDirectories }
        if let level = overrides.logLevel { logLevel = try Self.level(level, from: "--log-level") }
    }

    private mutating func readFile(environment: [String: String], flag: String?) throws(UsageError) {
        let configHome = Self.nonEmpty(environment["XDG_CONFIG_HOME"]) ?? "\(homeDirectory)/.config"
        let named = flag ?? Self.nonEmpty(environment["TAGWARDEN_CONFIG"])
        let path = named ?? "\(configHome)/tagwarden/config.yaml"
        guard let text = try TextFile.contents(path, isOptional: named == nil) else { return }
        switch try YAMLReader.value(of: text, source: path) {
        case .null: return
        case .object(let object):
            for member in object { try apply(member, source: path) }
        default: throw UsageError("\(path): the top level must be a mapping of settings.")
        }
    }

    private mutating func readEnvironment(_ environment: [String: String]) throws(UsageError) {
        if let value = Self.nonEmpty(environment["POLICY_PATH"]) { policyPath = value }
        if let value = Self.nonEmpty(environment["TAGWARDEN_STATE_DIR"]) { stateDirectory = value }
        if let value = Self.nonEmpty(environment["TAGWARDEN_PLUGIN_PATH"]) {
            pluginDirectories = value.split(separator: ":").map(String.init)
        }
        if let value = Self.nonEmpty(environment["ALLOWED_REGIONS"]) {
            allowedRegions = value.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
                .filter { !$0.isEmpty }
        }
        if let value = Self.nonEmpty(environment["TAGWARDEN_LOG_LEVEL"]) {
            logLevel = try Self.level(value, from: "TAGWARDEN_LOG_LEVEL")
        }
        if let value = Self.nonEmpty(environment["TAGWARDEN_MAX_AGE_SECONDS"]) {
            guard let seconds = Int64(value), seconds >= 0 else {
                throw UsageError(
                    "TAGWARDEN_MAX_AGE_SECONDS is '\(value)'; it must be a number of seconds from 0."
                )
            }
            maximumAge = seconds
        }
        certificateFile = Self.nonEmpty(environment["SSL_CERT_FILE"])
    }

    static func level(_ text: String, from source: String) throws(UsageError) -> Logger.Level {
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let valid = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("\(source) is '\(text)'; the levels are \(valid).")
        }
        return level
    }

    static func nonEmpty(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
