// SPDX-License-Identifier: Apache-2.0

import Glibc
import HostShims

/// A thread of the host's own, for work that must not block Swift's cooperative pool.
enum ServiceThread {
    /// What a new thread runs.
    private final class Entry: Sendable {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a detached thread with every asynchronous signal blocked, SIGPIPE included.
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes, shown by debuggers.
    ///   - body: what it runs.
    /// - Throws: ``ServiceRefusal`` when the system has no thread to give.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(ServiceRefusal) {
        let failure = create(Entry(name: name, body: body))
        guard failure == 0 else {
            throw ServiceRefusal(
                .unavailable,
                "The system refused a thread named \(name) (error \(failure))."
            )
        }
    }

    private static func create(_ entry: Entry) -> Int32 {
        var thread = pthread_t()
        // SAFETY: the new thread takes over the reference in `box`; without one it is still ours.
        let box = unsafe Unmanaged.passRetained(entry)
        let failure = unsafe pthread_create(&thread, nil, run, box.toOpaque())
        if failure == 0 { pthread_detach(thread) } else { unsafe box.release() }
        return failure
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { box in
        guard let box = unsafe box else { return nil }
        // SAFETY: `box` is the retained entry made by `create`, handed over to this thread.
        let entry = unsafe Unmanaged<Entry>.fromOpaque(box).takeRetainedValue()
        blockSignals()
        unsafe host_name_thread(entry.name)
        entry.body()
        return nil
    }

    /// libcurl with CURLOPT_NOSIGNAL leaves SIGPIPE alone, so a write to a closed connection would end the host.
    private static func blockSignals() {
        var signals = sigset_t()
        // SAFETY: `signals` is a local that outlives these calls.
        unsafe sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { unsafe sigdelset(&signals, fault) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
