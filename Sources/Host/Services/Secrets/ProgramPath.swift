// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Finds programs as execvp(3) does, along a search path that is given.
enum ProgramPath {
    /// Finds a program.
    ///
    /// - Parameters:
    ///   - program: a name, or a path when it has a "/".
    ///   - searchPath: folders between colons.
    /// - Returns: the file's path.
    /// - Throws: ``ServiceRefusal`` when there is no such executable file.
    static func find(_ program: String, searchPath: String) throws(ServiceRefusal) -> String {
        let folders = searchPath.split(separator: ":").map(String.init)
        let candidates =
            program.utf8.contains(UInt8(ascii: "/")) ? [program] : folders.map { "\($0)/\(program)" }
        for candidate in candidates where isExecutable(candidate) { return candidate }
        throw ServiceRefusal(.notFound, "There is no program \(program) that the host may run.")
    }

    private static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        // SAFETY: the path is terminated for the calls; `status` is a local.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && access(path, X_OK) == 0
    }
}
