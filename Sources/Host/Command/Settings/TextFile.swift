// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Whole files that a person named.
enum TextFile {
    /// Largest file that is read.
    static let maximumSize = 16 << 20

    /// Reads a UTF-8 file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - isOptional: whether a file that does not exist is nothing instead of an error.
    /// - Returns: its text, or nothing.
    /// - Throws: ``UsageError`` when it cannot be read, is too large, or is not UTF-8.
    static func contents(_ path: String, isOptional: Bool = false) throws(UsageError) -> String? {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch let error as CocoaError
            where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
        {
            if isOptional { return nil }
            throw UsageError("The file \(path) does not exist.")
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw UsageError("The file \(path) may not be read; check its permissions.")
        } catch where isFolder(path) {
            throw UsageError("\(path) is a folder; name a file in it.")
        } catch {
            throw UsageError("The file \(path) cannot be read: \(error)")
        }
        guard bytes.count <= maximumSize else {
            throw UsageError("The file \(path) has \(bytes.count) bytes; the limit is \(maximumSize).")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("The file \(path) is not UTF-8 text.")
        }
        return text
    }

    private static func isFolder(_ path: String) -> Bool {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return false }
        return attributes[.type] as? FileAttributeType == .typeDirectory
    }
}
