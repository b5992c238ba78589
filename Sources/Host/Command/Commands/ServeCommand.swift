// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import HostServer

/// `tagwarden serve`: an MCP server on standard input and output.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves MCP on standard input and output."
    )

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        // Before any plugin is loaded: whatever it prints must not reach the protocol's stream.
        let streams = try StandardStreams.claim()
        let settings = try global.settings()
        try await Application.using(settings) { application in
            try await application.serve(streams)
        }
    }
}
