// SPDX-License-Identifier: Apache-2.0

// Not Foundation, whose ICU headers clash with those of the system, which libxml2 includes.
import FoundationEssentials

@testable import AWSProvider

/// Reads the corpora under Cases.
enum CaseFile {
    /// Reads one file, whose path is under Cases, as JSON.
    static func json(_ path: String) throws -> JSONValue {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
        return try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: path))))
    }
}
