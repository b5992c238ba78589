// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import AWSProvider

/// Reads the corpora under Cases.
enum CaseFile {
    /// Reads one file as JSON.
    ///
    /// - Parameter path: its path under Cases.
    static func json(_ path: String) throws -> JSONValue {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
        return try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: path))))
    }
}
