// SPDX-License-Identifier: Apache-2.0

import HostLoader

/// Which files a plugin may read.
struct FileGrants: Hashable, Sendable {
    private let patterns: [[String]]
    private let exact: Set<[String]>
    private let homeDirectory: String

    /// Reads a manifest's patterns and the files that granted variables name.
    init(_ permissions: PluginManifest.Permissions, environment: [String: String], homeDirectory: String) {
        self.homeDirectory = homeDirectory
        patterns = permissions.files.compactMap { Self.segments(of: $0, homeDirectory: homeDirectory) }
        exact = Set(
            permissions.filesFromEnvironment.compactMap { name in
                environment[name].flatMap { Self.segments(of: $0, homeDirectory: homeDirectory) }
            }
        )
    }

    /// Makes a path absolute and checks that it is granted.
    ///
    /// - Parameter path: absolute, or below "~/".
    /// - Returns: the absolute path.
    /// - Throws: ``ServiceRefusal`` when it is malformed or not granted, whether or not such a file exists.
    func path(_ path: String) throws(ServiceRefusal) -> String {
        guard let segments = Self.segments(of: path, homeDirectory: homeDirectory), !segments.isEmpty else {
            throw .argument("A file's path is absolute or begins with \"~/\", and has no \"..\".")
        }
        guard exact.contains(segments) || patterns.contains(where: { Self.covers($0, segments) }) else {
            throw ServiceRefusal(
                .permissionDenied,
                "The manifest does not ask for the file \(path); add it to permissions.files."
            )
        }
        return "/" + segments.joined(separator: "/")
    }

    /// Splits a path; nothing when it is relative or climbs.
    private static func segments(of path: String, homeDirectory: String) -> [String]? {
        var path = path
        if path == "~" || path.hasPrefix("~/") { path = homeDirectory + path.dropFirst() }
        guard path.hasPrefix("/"), !path.utf8.contains(0), path.utf8.count <= 4096 else { return nil }
        let segments = path.split(separator: "/").filter { $0 != "." }.map(String.init)
        return segments.contains("..") ? nil : segments
    }

    private static func covers(_ pattern: [String], _ path: [String]) -> Bool {
        pattern.count == path.count && zip(pattern, path).allSatisfy { covers(segment: $0, $1) }
    }

    /// "*" stands for any run of characters within a segment.
    private static func covers(segment pattern: String, _ text: String) -> Bool {
        let parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            return pattern.utf8.elementsEqual(text.utf8)
        }
        var rest = Array(text.utf8)[...]
        guard rest.count >= first.count + last.count, rest.starts(with: first) else { return false }
        rest = rest.dropFirst(first.count)
        guard rest.suffix(last.count).elementsEqual(last) else { return false }
        rest = rest.dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let end = end(of: Array(part), in: rest) else { return false }
            rest = rest[end...]
        }
        return true
    }

    private static func end(of part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= part.count else { return nil }
        for start in text.startIndex...(text.endIndex - part.count) where text[start...].starts(with: part) {
            return start + part.count
        }
        return nil
    }
}
