// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONCodec
import Testing

/// One schema with values that it accepts or refuses, from a file in Cases.
struct CaseGroup: Sendable, CustomTestStringConvertible {
    let file: String
    let note: String
    let schema: JSONValue
    let tests: [JSONValue]

    var testDescription: String { "\(file): \(note)" }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

    /// Files whose entries are no such groups; SchemaMessageTests reads them.
    private static let otherShapes: Set = ["faults.json", "messages.json"]

    static func load() -> [CaseGroup] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.sorted().filter { $0.hasSuffix(".json") && !otherShapes.contains($0) }
            .flatMap { file in
                (value(file).array ?? [])
                    .map { group in
                        CaseGroup(
                            file: file,
                            note: group["note"]?.string ?? "",
                            schema: group["schema"] ?? .null,
                            tests: group["tests"]?.array ?? []
                        )
                    }
            }
    }

    static func value(_ file: String) -> JSONValue { read(folder.appending(path: file)) }

    private static func read(_ file: URL) -> JSONValue {
        // A file that cannot be read makes the count of cases wrong, which a test of its own notices.
        guard let content = try? Data(contentsOf: file), let value = try? JSONValue(parsing: Array(content))
        else {
            return .null
        }
        return value
    }
}
