// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The toolchain's clang, which judges the headers as a plugin author's compiler would.
enum Compiler {
    /// Languages that plugins are written in, with the version of the oldest that has to work.
    enum Language: String, CaseIterable {
        case c = "c17"
        case cpp = "c++17"

        var name: String { self == .c ? "c" : "c++" }
    }

    static let contract = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/PluginABI")
    static let headers = contract.appending(path: "include")

    /// Checks a source text with every warning an error; tells what the compiler said, nothing when it was content.
    static func complaint(
        about source: String,
        as language: Language,
        headers: URL = headers
    ) throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = [
            "-x", language.name, "-std=\(language.rawValue)", "-Wall", "-Wextra", "-Wpedantic",
            "-Wdocumentation",
            "-Werror", "-fsyntax-only", "-I", headers.path, "-",
        ]
        let input = Pipe()
        let errors = Pipe()
        process.standardInput = input
        process.standardError = errors
        try process.run()
        input.fileHandleForWriting.write(Data(source.utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : text
    }

    /// clang beside the `swift` on PATH, else any on PATH.
    private static var path: String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let isThere = FileManager.default.isExecutableFile
        let beside = folders.filter { isThere("\($0)/swift") }
        return (beside + folders).map { "\($0)/clang" }.first { isThere($0) } ?? "/usr/bin/clang"
    }
}
