// SPDX-License-Identifier: Apache-2.0

/// What AWS's two shared files say, put together as botocore does.
struct SharedConfiguration: Sendable {
    /// Where the files are.
    struct Paths: Hashable, Sendable {
        /// AWS_CONFIG_FILE, or its default.
        var config = "~/.aws/config"
        /// AWS_SHARED_CREDENTIALS_FILE, or its default.
        var credentials = "~/.aws/credentials"
    }

    /// Where the files are.
    var paths = Paths()
    /// Profiles of the config file alone.
    var configProfiles: [String: ConfigSection] = [:]
    /// Profiles of the credentials file alone.
    var credentialProfiles: [String: ConfigSection] = [:]
    /// Profiles of both files; where both set something, the credentials file wins.
    var profiles: [String: ConfigSection] = [:]
    /// `[sso-session NAME]` sections.
    var ssoSessions: [String: ConfigSection] = [:]
    /// `[services NAME]` sections.
    var services: [String: ConfigSection] = [:]
    /// Why a file that exists could not be read, one sentence each.
    var unreadable: [String] = []

    /// Sorts the sections of both files.
    ///
    /// - Parameters:
    ///   - config: sections of the config file, where profiles are called `[profile NAME]`.
    ///   - credentials: sections of the credentials file, where the section's name is the profile's.
    init(config: [ConfigFileParser.Section] = [], credentials: [ConfigFileParser.Section] = []) {
        for (name, settings) in config {
            if name.hasPrefix("profile") {
                if let profile = Self.title(of: name) { configProfiles[profile] = settings }
            } else if name.hasPrefix("sso-session") {
                if let session = Self.title(of: name) { ssoSessions[session] = settings }
            } else if name.hasPrefix("services") {
                if let group = Self.title(of: name) { services[group] = settings }
            } else if name == "default" {
                configProfiles[name] = settings
            }
        }
        profiles = configProfiles
        for (name, settings) in credentials {
            credentialProfiles[name] = settings
            profiles[name, default: ConfigSection()].merge(settings)
        }
    }

    /// The NAME of `[profile NAME]`; `nil` for anything but a keyword and one word.
    private static func title(of section: String) -> String? {
        guard let words = ShellWords.split(section), words.count == 2 else { return nil }
        return words[1]
    }
}

// MARK: - Loading

extension SharedConfiguration {
    /// Reads both files; a missing one is empty, one that cannot be opened is noted in ``unreadable``.
    ///
    /// - Parameter environment: names the files and reads them.
    /// - Returns: their content.
    /// - Throws: ``CredentialError/Code/malformedFile`` for a file that is there and makes no sense.
    static func load(
        from environment: any PluginEnvironment
    ) async throws(CredentialError) -> SharedConfiguration {
        var paths = Paths()
        paths.config = environment.environment("AWS_CONFIG_FILE") ?? paths.config
        paths.credentials = environment.environment("AWS_SHARED_CREDENTIALS_FILE") ?? paths.credentials
        var notes: [String] = []
        let config = try await sections(of: paths.config, environment, &notes)
        let credentials = try await sections(of: paths.credentials, environment, &notes)
        var result = SharedConfiguration(config: config, credentials: credentials)
        result.paths = paths
        result.unreadable = notes
        return result
    }

    private static func sections(
        of path: String,
        _ environment: any PluginEnvironment,
        _ notes: inout [String]
    ) async throws(CredentialError) -> [ConfigFileParser.Section] {
        // The way to say "no file" that every SDK understands; not a file that could be granted.
        guard path != "/dev/null" else { return [] }
        let bytes: [UInt8]?
        do {
            bytes = try await environment.readFile(path)
        } catch {
            notes.append("\(path) could not be read: \(error)")
            return []
        }
        do {
            return try ConfigFileParser.parse(bytes ?? [])
        } catch {
            throw CredentialError(
                .malformedFile,
                "Cannot read the AWS configuration file \(path): \(error). Correct that line.",
                cause: error
            )
        }
    }
}
