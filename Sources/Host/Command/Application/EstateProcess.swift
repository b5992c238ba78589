// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import JSONCodec

/// A running `tagwarden-estate`, which ends when this process closes its standard input or dies.
final class EstateProcess {
    /// The variables that point a cloud's tools at the estate.
    let environment: [String: String]
    private let process: Process
    private let input: Pipe

    private init(process: Process, input: Pipe, environment: [String: String]) {
        self.process = process
        self.input = input
        self.environment = environment
    }

    /// Starts the program and waits until it listens.
    ///
    /// - Parameter estate: an estate file; the embedded one when there is none.
    /// - Returns: the running estate.
    /// - Throws: ``UsageError`` when it is not installed or does not start; `ExitCode` when it said why itself.
    static func start(estate: String?) async throws -> EstateProcess {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        process.executableURL = URL(filePath: try ProgramFiles.companion("tagwarden-estate"))
        process.arguments = ["serve"] + (estate.map { ["--estate", $0] } ?? [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = Self.firstLine(of: output.fileHandleForReading)
        // What it said instead is shown below.
        guard let ready = try? JSONValue(parsing: line), ready["ready"] == true,
            let variables = ready["environment"]?.object
        else {
            process.terminate()
            process.waitUntilExit()
            // It has said what is wrong itself, on the same standard error.
            if line.isEmpty, process.terminationReason == .exit { throw ExitCode(ExitStatus.usage) }
            throw UsageError("tagwarden-estate did not start; install it anew. It said: '\(line)'")
        }
        let environment = Dictionary(
            variables.members.compactMap { member in member.value.string.map { (member.name, $0) } },
            uniquingKeysWith: { $1 }
        )
        return EstateProcess(process: process, input: input, environment: environment)
    }

    /// Ends the program.
    func stop() {
        try? input.fileHandleForWriting.close()  // Closed already means that it has ended.
        process.terminate()
        process.waitUntilExit()
    }

    private static func firstLine(of handle: FileHandle) -> String {
        var bytes: [UInt8] = []
        while bytes.count < 65_536 {
            let next = handle.readData(ofLength: 1)
            guard let byte = next.first, byte != UInt8(ascii: "\n") else { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
