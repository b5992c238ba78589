// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import HostServer
import JSONCodec

/// `tagwarden demo`: scans an emulated estate, so that a newcomer sees a report without any account.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Scans an embedded, emulated estate and reports its tag compliance.",
        discussion: "Starts tagwarden-estate on a loopback port, and leaves nothing behind."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp("An estate of your own instead of the embedded one (JSON).", valueName: "file")
    )
    var estate: String?

    @Option(help: "Violations shown.")
    var limit = 12

    func run() async throws {
        Console.claim()
        let estate = try await EstateProcess.start(estate: estate)
        defer { estate.stop() }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "tagwarden-demo-\(UUID().uuidString)").path
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }

        // Nothing of the user's own cloud set-up may mix into the demonstration.
        var environment = [
            "HOME": folder, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        environment.merge(estate.environment) { $1 }
        var settings = try global.settings(environment: environment)
        if global.state == nil { settings.stateDirectory = folder }

        try await Application.using(settings) { application in
            let tool = try application.tool(named: "check_tag_compliance")
            let arguments: JSONValue = [
                "cloud_provider": "all", "resource_types": ["all"], "limit": JSONValue(limit),
            ]
            let outcome = try await application.call(tool, arguments)
            let format = output.output ?? .table
            ToolReport(outcome: outcome, format: format).write()
            if format == .table { Console.print(Self.next) }
            if outcome.isPartial { throw ExitCode(ExitStatus.partial) }
        }
    }

    private static let next = """

        This was an emulated estate. Next: tagwarden doctor, then
        tagwarden call check_tag_compliance --resource-types all with your own credentials.

        """
}
