// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostLoader
import JSONCodec

/// `tagwarden plugins`: what is loaded, what could not be, and what a folder holds.
struct PluginsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "Lists and inspects plugins.",
        subcommands: [List.self, Inspect.self],
        defaultSubcommand: List.self
    )

    /// `tagwarden plugins list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what is loaded and what was refused, with the reason."
        )

        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            Console.claim()
            try await Application.using(global.settings()) { application in
                Console.print(output.format.text(of: PluginListing.value(of: application.plugins.registry)))
            }
        }
    }

    /// `tagwarden plugins inspect FOLDER`.
    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a plugin's manifest and ABI version without running any of its code."
        )

        @OptionGroup var output: OutputOptions

        @Argument(help: "The plugin's folder.")
        var folder: String

        func run() async throws {
            Console.claim()
            do {
                let inspection = try PluginHost.inspect(folder: folder)
                Console.print(output.format.text(of: PluginListing.value(of: inspection)))
            } catch {
                throw UsageError("\(error)")
            }
        }
    }
}
