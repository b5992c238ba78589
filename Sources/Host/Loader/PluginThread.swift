// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Starts plain threads for code that may block, which Swift's cooperative pool must never run.
enum PluginThread {
    /// Starts a detached thread, or answers false when the system gives none.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let start = unsafe Unmanaged.passRetained(Start(body: body))
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        // SAFETY: the box is retained for the new thread, which takes it over in its first line.
        let outcome = unsafe pthread_create(&thread, &attributes, run, start.toOpaque())
        if outcome != 0 { unsafe start.release() }
        return outcome == 0
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { box in
        guard let box = unsafe box else { return nil }
        // SAFETY: `start` passed a retained box, which is taken over exactly once.
        let start = unsafe Unmanaged<Start>.fromOpaque(box).takeRetainedValue()
        start.body()
        return nil
    }

    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }
}
