// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct EstateProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tagwarden-estate",
        abstract: "Emulates cloud APIs over one described estate, on the loopback interface.",
        subcommands: [ServeCommand.self, GenerateCommand.self],
        defaultSubcommand: ServeCommand.self
    )
}
