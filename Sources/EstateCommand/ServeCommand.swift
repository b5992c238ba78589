// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Estate
import Foundation
import JSONCodec

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves an estate until standard input closes or SIGTERM arrives.",
        discussion: """
            The first line on standard output is JSON: the port, and the environment that points the clouds' own \
            SDKs here. GET /_estate/resources tells what exists, /_estate/statistics what was asked.
            Operations are written SERVICE[:ACTION][@REGION], with * for any.
            """
    )

    @OptionGroup var source: EstateSource
    @OptionGroup var traffic: TrafficOptions

    @Option(help: "Port on 127.0.0.1; 0 for any that is free.")
    var port: UInt16 = 0

    @Option(name: .customLong("page-size"), help: "Most items of any page.")
    var pageSize: Int?

    @Flag(help: "Pages of uneven sizes, some of them empty though more follow.")
    var ragged = false

    @Option(name: .customLong("access-log"), help: "File that gets one JSON line per request.")
    var accessLog: String?

    func run() async throws {
        let now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
        let estate = try source.described()
        let paging = Paging(cap: pageSize, isRagged: ragged)
        let clouds: [any EmulatedCloud] = [AWSCloud(estate: estate, paging: paging, now: now)]
        let service = EstateService(
            estate: estate,
            clouds: clouds,
            rules: try traffic.rules(),
            log: try accessLog.map { path throws(EstateError) in try AccessLog(path: path) },
            now: now
        )
        let server = try EstateServer(service, port: port)
        let ending = EndOfInput()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { announce(port: $0, clouds) } }
            group.addTask { await ending.wait() }
            try await group.next()
            await server.stop()
            group.cancelAll()
        }
    }
}

private func announce(port: UInt16, _ clouds: [any EmulatedCloud]) {
    let variables = clouds.flatMap { $0.environment(port: port) }
    let line: JSONValue = [
        "ready": true,
        "port": JSONValue(port),
        "environment": .object(JSONObject(variables.map { ($0.name, .string($0.value)) })),
    ]
    do {
        try FileHandle.standardOutput.write(contentsOf: Data(line.bytes() + [0x0A]))
    } catch {
        print(toStandardError: "Nobody reads where the estate listens: \(error)")
    }
}
