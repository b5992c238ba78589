// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The `tagwarden` program.
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tagwarden",
        abstract: "Finds cloud resources whose tags are missing or wrong.",
        discussion: "Exit codes: 0 complete, 1 failed, 2 wrong usage, 3 answered but partial.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, CallCommand.self, ToolsCommand.self, PluginsCommand.self, PolicyCommand.self,
            DemoCommand.self, DoctorCommand.self,
        ]
    )
}

/// The version of the program.
enum Version {
    static let current = "0.1.0"
}
