// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A thread of its own, for calls that block; Swift's pool must never be blocked.
enum BlockingThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that nobody joins.
    ///
    /// - Parameter run: what it does; it keeps what it captures alive until it returns.
    /// - Throws: ``TransportError`` when the system has no thread left.
    static func start(_ run: @escaping @Sendable () -> Void) throws(TransportError) {
        // SAFETY: the thread takes over the one reference; it is released here if there is no thread.
        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            },
            body.toOpaque()
        )
        guard result == 0 else {
            unsafe body.release()
            throw TransportError("pthread_create", result)
        }
        pthread_detach(thread)
    }
}

/// The last resort against work that does not end.
package enum ExitDeadline {
    /// Ends the process after a time, whatever it does then.
    ///
    /// Streams and files are left as they are.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait.
    ///   - status: the exit status.
    package static func arm(after seconds: UInt32, status: Int32) {
        do {
            try BlockingThread.start {
                var rest = seconds
                while rest > 0 { rest = sleep(rest) }
                _exit(status)
            }
        } catch {
            // Without a thread the client's SIGKILL is what remains.
            return
        }
    }
}
