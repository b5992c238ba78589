// SPDX-License-Identifier: Apache-2.0

import Glibc
import HostShims

/// One run of a credential program: its standard output, or why there is none.
final class CredentialProcess: Sendable {
    /// Most bytes of output.
    static let outputLimit = 64 << 10

    private struct State {
        /// Set from start to reaping, so that a signal never reaches a stranger who got the number anew.
        var pid: pid_t?
        var isCancelled = false
    }

    private let words: [String]
    private let environment: [String: String]
    private let state = Monitor(State())

    /// Describes a run.
    ///
    /// - Parameters:
    ///   - words: program and arguments.
    ///   - environment: what the program sees; its PATH finds the program.
    init(words: [String], environment: [String: String]) {
        self.words = words
        self.environment = environment
    }

    /// The program as messages name it; arguments may hold secrets.
    private var name: String { words[0].split(separator: "/").last.map(String.init) ?? words[0] }

    /// Kills the program and all it started, now or as soon as it starts.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            if let pid = state.pid { kill(-pid, SIGKILL) }
        }
    }

    /// Runs the program to its end on this thread.
    ///
    /// - Parameter timeout: milliseconds until it is killed.
    /// - Returns: what it wrote.
    /// - Throws: ``ServiceRefusal`` when it is not found, fails, says too much, or takes too long.
    func output(timeout: Int64) throws(ServiceRefusal) -> OwnedBytes {
        let path = try ProgramPath.find(words[0], searchPath: environment["PATH"] ?? "/usr/bin:/bin")
        var pipe = try Pipe()
        let pid = try start(path, pipe)
        pipe.closeWriting()
        let deadline = SystemServiceClock.monotonic + timeout * 1_000_000
        let bytes = OwnedBytes(capacity: Self.outputLimit + 1)
        let failure = follow(pid, pipe, deadline, into: bytes)
        let status = reap(pid)
        if state.withLock({ $0.isCancelled }) { throw ServiceRefusal(.cancelled, "\(name) was cancelled.") }
        if let failure { throw failure }
        guard status == 0 else {
            throw ServiceRefusal(
                .failedPrecondition,
                "\(name) ended with \(Self.text(ofWaitStatus: status))."
            )
        }
        return bytes
    }

    // MARK: Steps

    private func start(_ path: String, _ pipe: borrowing Pipe) throws(ServiceRefusal) -> pid_t {
        let arguments = CStrings(words)
        let variables = CStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        let writer = pipe.writer
        return try state.withLock { (state) throws(ServiceRefusal) in
            guard !state.isCancelled else { throw ServiceRefusal(.cancelled, "\(name) was cancelled.") }
            var pid: pid_t = 0
            // SAFETY: the terminated texts live until after the call, which copies them.
            let failure = unsafe host_spawn(path, arguments.pointers, variables.pointers, writer, &pid)
            guard failure == 0 else {
                throw ServiceRefusal(
                    .failedPrecondition,
                    "\(name) cannot be run: \(SystemError.text(failure))."
                )
            }
            state.pid = pid
            return pid
        }
    }

    /// Reads until the program has ended; a grandchild that keeps the pipe open is not waited for.
    private func follow(
        _ pid: pid_t,
        _ pipe: borrowing Pipe,
        _ deadline: Int64,
        into bytes: OwnedBytes
    ) -> ServiceRefusal? {
        let exit = host_pidfd_open(pid)
        guard exit >= 0 else {
            return ServiceRefusal(.unavailable, "\(name) cannot be watched: \(SystemError.text(errno)).")
        }
        defer { close(exit) }
        var isOpen = true
        while true {
            let left = deadline - SystemServiceClock.monotonic
            guard left > 0 else {
                return ServiceRefusal(.deadlineExceeded, "\(name) took too long and was killed.")
            }
            var polled = [
                pollfd(fd: exit, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen ? pipe.reader : -1, events: Int16(POLLIN), revents: 0),
            ]
            // SAFETY: two entries, lent for the call.
            _ = unsafe poll(&polled, 2, Int32(clamping: left / 1_000_000 + 1))
            if isOpen { isOpen = pipe.drain(into: bytes) }
            guard bytes.count <= Self.outputLimit else {
                return ServiceRefusal(
                    .resourceExhausted,
                    "\(name) wrote more than \(Self.outputLimit) bytes."
                )
            }
            if polled[0].revents != 0 {
                _ = isOpen && pipe.drain(into: bytes)
                return nil
            }
        }
    }

    /// Ends whatever of the process group is left, and collects the program's status.
    private func reap(_ pid: pid_t) -> Int32 {
        kill(-pid, SIGKILL)
        // A WNOWAIT wait leaves the number taken until the lock is held.
        // SAFETY: both are locals that outlive the calls.
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1 && errno == EINTR {}
        return state.withLock { state in
            var status: Int32 = 0
            while unsafe waitpid(pid, &status, 0) == -1 && errno == EINTR {}
            state.pid = nil
            return status
        }
    }

    private static func text(ofWaitStatus status: Int32) -> String {
        let signal = status & 0x7F
        return signal == 0 ? "status \(status >> 8 & 0xFF)" : "signal \(signal)"
    }
}
