// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Compiles the C plugins of `Fixtures/` with the toolchain's clang, each once per content.
enum FixtureLibrary {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    private static let contract = folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/PluginABI")

    private static let made = Mutex<[String: URL]>([:])

    /// The library of `Fixtures/<name>.c`, compiled when no run has done it for these very sources.
    static func path(of name: String) throws -> URL {
        try made.withLock { made in
            if let library = made[name] { return library }
            let library = try find(name)
            made[name] = library
            return library
        }
    }

    private static func find(_ name: String) throws -> URL {
        let cache = FileManager.default.temporaryDirectory.appending(path: "tagwarden-fixtures-\(getuid())")
        try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
        let library = cache.appending(path: "\(name)-\(try fingerprint(of: name)).so")
        if FileManager.default.fileExists(atPath: library.path) { return library }
        // Several processes may come here at once: each compiles to a file of its own and renames it.
        let draft = cache.appending(path: "\(name)-\(UUID().uuidString).so")
        try compile(folder.appending(path: "\(name).c"), to: draft)
        // SAFETY: both paths are lent for the call.
        _ = unsafe rename(draft.path, library.path)
        return library
    }

    /// clang beside the `swift` on PATH, else the system's.
    static var compiler: String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = path.split(separator: ":").map { "\($0)/clang" } + ["/usr/bin/clang"]
        let beside = path.split(separator: ":")
            .first { FileManager.default.isExecutableFile(atPath: "\($0)/swift") }
        let ordered = (beside.map { ["\($0)/clang"] } ?? []) + candidates
        return ordered.first(where: FileManager.default.isExecutableFile) ?? "/usr/bin/clang"
    }

    private static func compile(_ source: URL, to library: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: compiler)
        process.arguments =
            [
                "-std=gnu11", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror",
                "-Wno-initializer-overrides", "-I", contract.appending(path: "include").path, source.path,
            ] + (try contractSources(for: source).map(\.path)) + ["-lpthread", "-o", library.path]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                description: "\(source.lastPathComponent): \(String(decoding: text, as: UTF8.self))"
            )
        }
    }

    /// The batch builder and reader, for fixtures that use them.
    private static func contractSources(for source: URL) throws -> [URL] {
        guard try String(contentsOf: source, encoding: .utf8).contains("tw_batch_") else { return [] }
        return try FileManager.default.contentsOfDirectory(at: contract, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "c" }.sorted { $0.path < $1.path }
    }

    /// FNV-1a over all that goes into a library.
    private static func fingerprint(of name: String) throws -> String {
        var files = [
            folder.appending(path: "\(name).c"), folder.appending(path: "fixture.h"),
            folder.appending(path: "overlap.h"),
        ]
        files += try contractSources(for: files[0])
        let headers = FileManager.default.enumerator(
            at: contract.appending(path: "include"),
            includingPropertiesForKeys: nil
        )
        let found = (headers?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "h" }
        files += found.sorted { $0.path < $1.path }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for file in files {
            for byte in try Data(contentsOf: file) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return String(hash, radix: 16)
    }
}
