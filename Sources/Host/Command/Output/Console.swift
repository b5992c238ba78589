// SPDX-License-Identifier: Apache-2.0
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// The streams of the command line: results on one, everything else on the other.
///
/// Once ``claim()`` was called, file descriptor 1 leads to standard error, so that a plugin that prints does not
/// mix into a result; results go to a descriptor of the program's own.
enum Console {
    /// Writes a part of the result.
    ///
    /// - Parameter text: the text.
    static func print(_ text: String) { write(text, to: output) }

    /// Writes a message for the person at the terminal.
    ///
    /// - Parameter text: the text.
    static func complain(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Whether results go to a terminal.
    static var isTerminal: Bool { isatty(output) == 1 }

    /// Whether messages go to a terminal.
    static var hasProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Puts standard output aside before any plugin is loaded.
    static func claim() { _ = output }

    private static let output: Int32 = {
        let own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard own >= 0 else { return STDOUT_FILENO }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        return own
    }()

    /// A reader that went away (`| head`) is not worth a message: SIGPIPE ends the program as it ends any other.
    private static func write(_ text: String, to descriptor: Int32) {
        try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
    }
}
