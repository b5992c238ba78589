// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Wakes a thread that waits in `poll`, also from a signal handler.
final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws(TransportError) {
        var ends: [Int32] = [-1, -1]
        // SAFETY: pipe writes two descriptors to memory for two.
        let result = unsafe ends.withUnsafeMutableBufferPointer { unsafe pipe($0.baseAddress) }
        try StandardStreams.checked("pipe", result)
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the thread; a full pipe is fine, for it wakes it anyway.
    func wake() { Self.write(to: writeEnd) }

    /// Empties the pipe.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        // SAFETY: read writes at most the given number of bytes.
        while unsafe bytes.withUnsafeMutableBytes({ unsafe read(readEnd, $0.baseAddress, $0.count) }) > 0 {}
    }

    fileprivate static func write(to descriptor: Int32) {
        var byte: UInt8 = 1
        // SAFETY: one byte of this function's own; write is allowed in signal handlers.
        _ = unsafe Glibc.write(descriptor, &byte, 1)
    }
}

/// Turns SIGTERM and SIGINT into the end of input.
///
/// The first one is noted and wakes the reader; the handler is gone then, so that a second one ends the process.
enum StopSignals {
    private static let wakeDescriptor = Atomic<Int32>(-1)
    private static let received = Atomic<Int32>(0)

    /// The signal that came, if one did.
    static var first: Int32? {
        let number = received.load(ordering: .acquiring)
        return number == 0 ? nil : number
    }

    /// The handler writes to the pipe at any time, so it is never closed.
    private static let kept = Mutex<WakePipe?>(nil)

    /// Wakes `pipe` on a signal.
    static func install(waking pipe: WakePipe) {
        kept.withLock { $0 = pipe }
        // The handler must not be the first to touch these.
        wakeDescriptor.store(pipe.writeEnd, ordering: .releasing)
        received.store(0, ordering: .releasing)
        for number in [SIGTERM, SIGINT] {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = { number in
                StopSignals.received.store(number, ordering: .releasing)
                WakePipe.write(to: StopSignals.wakeDescriptor.load(ordering: .acquiring))
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            // SAFETY: `action` is complete and copied by the call.
            unsafe sigaction(number, &action, nil)
        }
    }
}
