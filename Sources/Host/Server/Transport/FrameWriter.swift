// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Writes frames whole and in order, on a thread of its own.
final class FrameWriter: Sendable {
    private struct State {
        var frames: [[UInt8]] = []
        var bytes = 0
        var isClosing = false
        var isEnded = false
        /// Who waits until the queue is short again.
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Who waits until everything is written.
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    /// Bytes in the queue above which senders wait, so that a client that does not read holds back its own work.
    private static let highWater = 4 << 20

    private let state = Mutex(State())
    private let output: Int32
    private let wakePipe: WakePipe
    private let onBroken: @Sendable () -> Void

    /// Prepares to write to `output`; `onBroken` is called once, on the writer's thread, when the client is gone.
    init(output: Int32, onBroken: @escaping @Sendable () -> Void) throws(TransportError) {
        self.output = output
        self.onBroken = onBroken
        wakePipe = try WakePipe()
    }

    func start() throws(TransportError) {
        // A client that is gone shall be an error of `write`, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        try BlockingThread.start { [self] in writeAll() }
    }

    /// Puts a frame at the end of the queue; the line's end is added.
    func enqueue(_ frame: [UInt8]) {
        state.withLock { state in
            guard !state.isEnded, !state.isClosing else { return }
            state.frames.append(frame)
            state.bytes += frame.count
        }
        wakePipe.wake()
    }

    /// Waits while the queue is long.
    func settle() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isEnded || state.bytes <= Self.highWater { return true }
                state.waiting.append(continuation)
                return false
            }
            if goesOn { continuation.resume() }
        }
    }

    /// Takes no more frames and waits until those queued are written, or the client is gone.
    func close() async {
        await withCheckedContinuation { continuation in
            let isEnded = state.withLock { state in
                state.isClosing = true
                if !state.isEnded { state.closing.append(continuation) }
                return state.isEnded
            }
            if isEnded { continuation.resume() }
            wakePipe.wake()
        }
    }

    // MARK: The thread

    private func writeAll() {
        while true {
            let (frames, isClosing) = state.withLock { state in
                defer { state.frames = [] }
                return (state.frames, state.isClosing)
            }
            if frames.isEmpty {
                if isClosing { break }
                wait(for: wakePipe.readEnd, Int16(POLLIN))
                wakePipe.drain()
                continue
            }
            guard frames.allSatisfy(write) else {
                end()
                onBroken()
                return
            }
        }
        end()
    }

    private func write(_ frame: [UInt8]) -> Bool {
        var rest = (frame + [0x0A])[...]
        while !rest.isEmpty {
            // SAFETY: the slice lives through the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Some clients hand over a pipe that does not block.
                wait(for: output, Int16(POLLOUT))
            } else if errno != EINTR {
                return false
            }
        }
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.bytes -= frame.count
            guard state.bytes <= Self.highWater else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
        return true
    }

    private func wait(for descriptor: Int32, _ events: Int16) {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        // SAFETY: one entry of this function's own.
        _ = unsafe poll(&entry, 1, -1)
    }

    private func end() {
        let waiting = state.withLock { state in
            state.isEnded = true
            state.frames = []
            defer { (state.waiting, state.closing) = ([], []) }
            return state.waiting + state.closing
        }
        for continuation in waiting { continuation.resume() }
    }
}
