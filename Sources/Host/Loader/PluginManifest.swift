// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// What plugin.json says about a plugin: known before any of its code runs.
package struct PluginManifest: Hashable, Sendable {
    /// What a plugin can contribute.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The inventory of a cloud (extensions/provider.h).
        case provider
        /// Findings in a platform's format (extensions/exporter.h).
        case exporter
        /// A platform's enforcement rules (extensions/generator.h).
        case generator
        /// Tools registered at run time (host.h).
        case tool
        /// Plain C functions declared in `functions`.
        case function
    }

    /// What a plugin asks to be granted by the host's services.
    package struct Permissions: Hashable, Sendable {
        /// Hosts for `tagwarden.http/1`: exact names, or "*." and a suffix.
        package var hosts: [String] = []
        /// Environment variables whose URL's host is granted too; a trailing "*" matches any rest.
        package var endpointsFromEnvironment: [String] = []
        /// Environment variables that may be read; a trailing "*" matches any rest.
        package var environment: [String] = []
        /// Files that may be read; "~" is the home folder, a trailing "*" matches any name.
        package var files: [String] = []
        /// Environment variables whose value is the path of a file that may be read too.
        package var filesFromEnvironment: [String] = []
        /// Whether credential programs may be run.
        package var processes = false
        /// Names of secrets that may be read.
        package var secrets: [String] = []
        /// JSON pointers below `plugins.<id>` of the configuration that may be read.
        package var configuration: [String] = []
        /// Whether the key-value store may be used.
        package var keyValueStore = false

        /// Asks for nothing.
        package init() {}
    }

    /// The plugin's id; also the name of its section in the configuration.
    package var id: String
    /// Semantic version.
    package var version: String
    /// Name for people.
    package var title: String
    /// Major version of the ABI it was compiled with.
    package var abiMajor: Int
    /// Minor version of the ABI it was compiled with.
    package var abiMinor: Int
    /// File name of the library, relative to the folder.
    package var library: String
    /// What it says it contributes.
    package var kinds: Set<Kind>
    /// What it asks for.
    package var permissions: Permissions
    /// Declarations of plain C functions, kept as written until they are bound.
    package var functions: [JSONValue]

    /// Describes a plugin by hand, as tests do.
    ///
    /// - Parameters:
    ///   - id: the plugin's id.
    ///   - version: semantic version.
    ///   - title: name for people.
    ///   - library: file name of the library.
    ///   - kinds: what it contributes.
    ///   - permissions: what it asks for.
    package init(
        id: String,
        version: String = "0.0.0",
        title: String = "",
        library: String = "",
        kinds: Set<Kind> = [],
        permissions: Permissions = Permissions()
    ) {
        self.id = id
        self.version = version
        self.title = title.isEmpty ? id : title
        abiMajor = ABIVersion.host.major
        abiMinor = ABIVersion.host.minor
        self.library = library
        self.kinds = kinds
        self.permissions = permissions
        functions = []
    }
}
