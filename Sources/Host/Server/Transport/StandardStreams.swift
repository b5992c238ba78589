// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The protocol's two ends of this process, out of reach of everything that writes to the standard streams.
///
/// A plugin's `printf`, a library's warning or a child process hits descriptor 1. After `claim` that is standard
/// error, and descriptor 0 is empty, so that nothing but this server reads or writes the protocol
/// (MCP 2026-07-28, basic/transports/stdio.mdx: nothing else may be on stdout).
package struct StandardStreams: Sendable {
    /// Where the client's messages come in.
    package let input: Int32
    /// Where answers go out.
    package let output: Int32

    /// Uses descriptors as they are.
    ///
    /// - Parameters:
    ///   - input: an open descriptor to read.
    ///   - output: an open descriptor to write.
    package init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    /// Moves the standard streams to private descriptors; call it once, before anything else is loaded.
    ///
    /// - Returns: the private descriptors, closed in child processes.
    /// - Throws: ``TransportError`` when a standard stream is closed or no descriptor is left.
    package static func claim() throws(TransportError) -> StandardStreams {
        let input = try privateCopy(of: STDIN_FILENO)
        let output = try privateCopy(of: STDOUT_FILENO)
        let empty = try checked("open(/dev/null)", unsafe open("/dev/null", O_RDWR | O_CLOEXEC))
        defer { close(empty) }
        try checked("dup2", dup2(empty, STDIN_FILENO))
        // Standard error may be closed; the noise then goes nowhere.
        if dup2(STDERR_FILENO, STDOUT_FILENO) < 0 { try checked("dup2", dup2(empty, STDOUT_FILENO)) }
        return StandardStreams(input: input, output: output)
    }

    /// A copy that can neither be mistaken for a standard stream nor be inherited.
    private static func privateCopy(of descriptor: Int32) throws(TransportError) -> Int32 {
        try checked("fcntl(F_DUPFD_CLOEXEC)", fcntl(descriptor, F_DUPFD_CLOEXEC, 3))
    }

    @discardableResult
    static func checked(_ call: String, _ result: Int32) throws(TransportError) -> Int32 {
        guard result >= 0 else { throw TransportError(call, errno) }
        return result
    }
}
