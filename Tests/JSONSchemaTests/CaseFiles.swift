// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONCodec
import Testing

/// Cases as data, in the form of the official JSON Schema test suite.
struct CaseGroup: Sendable, CustomTestStringConvertible {
    let file: String
    let description: String
    let schema: JSONValue
    let tests: [JSONValue]

    var testDescription: String { "\(file): \(description)" }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

    static func load(_ subfolder: String) -> [CaseGroup] {
        let folder = folder.appending(path: subfolder)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.sorted().filter { $0.hasSuffix(".json") }
            .flatMap { file -> [CaseGroup] in
                read(folder.appending(path: file)).array?
                    .compactMap { group in
                        CaseGroup(
                            file: file,
                            description: group["description"]?.string ?? "",
                            schema: group["schema"] ?? .null,
                            tests: group["tests"]?.array ?? []
                        )
                    } ?? []
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
