// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONCodec
import Synchronization

/// Writes one JSON line per request: what was asked and what happened, never a header, a parameter or a tag.
package final class AccessLog: Sendable {
    private let file: Mutex<FileHandle>

    /// Opens a log, emptying an old one.
    ///
    /// - Parameter path: the file.
    /// - Throws: ``EstateError/Code/log`` if it cannot be written.
    package init(path: String) throws(EstateError) {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw EstateError(.log, "The access log '\(path)' cannot be written.") }
        file = Mutex(handle)
    }

    /// Writes the line of one request.
    ///
    /// - Parameter entry: what was asked and what happened.
    /// - Throws: what the file system says.
    func write(_ entry: AccessEntry) throws {
        let line = entry.json().bytes() + [0x0A]
        try file.withLock { try $0.write(contentsOf: Data(line)) }
    }
}

/// What was asked and what happened.
struct AccessEntry: Sendable {
    let seconds: Double
    let cloud: String
    let operation: EstateOperation
    let status: Int
    let fault: EstateFault?

    func json() -> JSONValue {
        [
            "time": .number(seconds),
            "cloud": .string(cloud),
            "service": .string(operation.service),
            "action": .string(operation.action),
            "region": .string(operation.region),
            "status": .integer(Int64(status)),
            "fault": JSONValue(fault?.rawValue),
            "request_id": .string(operation.requestID),
        ]
    }
}
