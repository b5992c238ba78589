// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// The `tagwarden` program.
@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tagwarden")
}
