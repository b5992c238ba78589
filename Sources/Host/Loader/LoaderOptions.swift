// SPDX-License-Identifier: Apache-2.0

/// Where plugins are looked for and how patient the host is with them.
package struct LoaderOptions: Sendable {
    /// Folders of `--plugin-dir`, searched first.
    package var pluginFolders: [String] = []
    /// Value of `TAGWARDEN_PLUGIN_PATH`: folders joined by ":".
    package var pluginPath: String?
    /// The running executable; "plugins" beside it and "../lib/tagwarden/plugins" are searched.
    package var executable: String?
    /// The user's home folder; ".local/share/tagwarden/plugins" below it is searched last.
    package var home: String?
    /// Folder for markers of plugins being loaded; without one, a crash is not remembered.
    package var stateDirectory: String?
    /// The host's name, told to plugins.
    package var hostName = "tagwarden"
    /// The host's version, told to plugins.
    package var hostVersion = "0.0.0"

    /// Longest time that `create` may take (plugin.h: ten seconds).
    package var createTimeout: Duration = .seconds(10)
    /// Deadline of a tool's call that has none of its own.
    package var toolDeadline: Duration = .seconds(60)
    /// Deadline of a provider's, exporter's or generator's call that has none of its own.
    package var providerDeadline: Duration = .seconds(3600)
    /// Time between the wish that a call ends and its being given up.
    package var grace: Duration = .seconds(2)
    /// Time that calls in flight get when their plugin is unloaded.
    package var drainTimeout: Duration = .seconds(5)
    /// Hanging calls after which a plugin gets no further ones.
    package var wedgedLimit = 3
    /// Batches and chunks that a call may be ahead of their reader.
    package var credits = 8

    /// Starts from the defaults, with nowhere to look.
    package init() {}
}
