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
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { file.closeFile() }
            // Never more than the limit: the path may be a device without end.
            bytes = try file.read(upToCount: maximumSize + 1) ?? Data()
        } catch let error as CocoaError
            where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
        {
            if isOptional { return nil }
            throw UsageError("The file \(path) does not exist. Check the path.")
        } catch {
            throw UsageError("The file \(path) cannot be read: \(reason(for: error))")
        }
        guard bytes.count <= maximumSize else {
            throw UsageError("The file \(path) is larger than \(maximumSize) bytes, the limit. Name another.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("The file \(path) is not UTF-8 text. Save it as UTF-8.")
        }
        return text
    }

    /// What the system said, with what to do.
    private static func reason(for error: any Error) -> String {
        let system = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError) ?? (error as NSError)
        switch Int32(clamping: system.code) {
        case EISDIR: return "it is a folder. Name a file in it."
        case EACCES, EPERM: return "it is not allowed. Check its permissions."
        default: return "\(system.localizedDescription)"
        }
    }
}
