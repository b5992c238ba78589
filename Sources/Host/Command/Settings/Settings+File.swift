// SPDX-License-Identifier: Apache-2.0
import JSONCodec

extension Settings {
    /// The keys of config.yaml.
    static let keys = [
        "allowed_regions", "call_timeout_seconds", "default_cloud", "log_level", "max_age_seconds",
        "plugin_hosts",
        "plugin_path", "plugins", "policy", "state",
    ]

    /// Applies one member of config.yaml.
    ///
    /// - Parameters:
    ///   - member: the key and its value.
    ///   - source: the file's name.
    /// - Throws: ``UsageError`` for a key that does not exist or a value of the wrong kind.
    mutating func apply(_ member: JSONObject.Member, source: String) throws(UsageError) {
        let value = member.value
        let key = "\(source): \(member.name)"
        switch member.name {
        case "policy": policyPath = try Self.text(value, key)
        case "state": stateDirectory = try Self.text(value, key)
        case "plugin_path": pluginDirectories = try Self.list(value, key)
        case "allowed_regions": allowedRegions = try Self.list(value, key)
        case "log_level": logLevel = try Self.level(Self.text(value, key), from: key)
        case "max_age_seconds": maximumAge = try Self.seconds(value, key, from: 0)
        case "call_timeout_seconds": callTimeout = try Self.seconds(value, key, from: 1)
        case "default_cloud": defaultCloud = try Self.text(value, key)
        case "plugins":
            guard let object = value.object else {
                throw UsageError("\(key) must be a mapping of plugin ids.")
            }
            plugins = object
        case "plugin_hosts":
            guard let object = value.object else {
                throw UsageError("\(key) must be a mapping of plugin ids.")
            }
            for entry in object {
                extraHosts[entry.name] = try Self.list(entry.value, "\(key).\(entry.name)")
            }
        default:
            let hint =
                Spelling.nearest(to: member.name, among: Self.keys).map { " Did you mean '\($0)'?" } ?? ""
            throw UsageError(
                "\(key) is not a setting.\(hint) The settings are \(Self.keys.joined(separator: ", "))."
            )
        }
    }

    private static func text(_ value: JSONValue, _ key: String) throws(UsageError) -> String {
        guard let text = value.string, !text.isEmpty else { throw UsageError("\(key) must be a text.") }
        return text
    }

    private static func list(_ value: JSONValue, _ key: String) throws(UsageError) -> [String] {
        if let text = value.string { return [text] }
        guard let texts = value.strings else { throw UsageError("\(key) must be a list of texts.") }
        return texts
    }

    private static func seconds(
        _ value: JSONValue,
        _ key: String,
        from least: Int64
    ) throws(UsageError) -> Int64 {
        guard let seconds = value.integer, seconds >= least else {
            throw UsageError("\(key) must be a whole number of seconds, at least \(least).")
        }
        return seconds
    }
}
