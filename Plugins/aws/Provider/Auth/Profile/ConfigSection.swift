// SPDX-License-Identifier: Apache-2.0

/// The settings of one section of an AWS configuration file.
///
/// A section may hold secrets: its description and reflection show the names of settings only.
struct ConfigSection: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What a setting may hold.
    enum Value: Hashable, Sendable {
        /// A text; lines after the first are joined with line feeds.
        case text(String)
        /// Settings of their own, as in `s3 =` with indented lines.
        case nested([String: String])
    }

    /// Settings by name, in lower case.
    private(set) var values: [String: Value]

    /// Wraps settings.
    init(_ values: [String: Value] = [:]) { self.values = values }

    /// The text of a setting; `nil` when it is absent or nested.
    subscript(name: String) -> String? {
        guard case .text(let text) = values[name] else { return nil }
        return text
    }

    /// The nested settings of that name; none when it is absent or a text.
    func nested(_ name: String) -> [String: String] {
        guard case .nested(let settings) = values[name] else { return [:] }
        return settings
    }

    /// Whether there is a setting of that name, whatever it holds.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// Sets one setting.
    mutating func set(_ name: String, _ value: Value) { values[name] = value }

    /// Takes every setting of another section over, replacing one's own.
    mutating func merge(_ other: ConfigSection) { values.merge(other.values) { $1 } }

    var description: String { "ConfigSection(\(values.keys.sorted().joined(separator: ", ")))" }
    var customMirror: Mirror { Mirror(self, children: ["names": values.keys.sorted()]) }
}
