// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Where the program and the programs beside it are.
enum ProgramFiles {
    /// This executable's path, without links.
    static let executable: String = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path

    /// Finds a program that is installed with this one.
    ///
    /// - Parameter name: its name.
    /// - Returns: its path: beside this executable, or in ../libexec/tagwarden.
    /// - Throws: ``UsageError`` when it is in neither place.
    static func companion(_ name: String) throws(UsageError) -> String {
        let folder = URL(filePath: executable).deletingLastPathComponent()
        let places = [
            folder.appending(path: name).path,
            folder.deletingLastPathComponent().appending(path: "libexec/tagwarden/\(name)").path,
        ]
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw UsageError(
                "\(name) is not installed: it is neither \(places.joined(separator: " nor ")). Run make build."
            )
        }
        return place
    }
}
