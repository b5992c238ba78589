// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Reads lines on a thread of its own, a few ahead of whoever takes them.
final class FrameReader: Sendable {
    private struct State {
        var lines: [InputLine] = []
        var bytes = 0
        var isEnded = false
        var isStopping = false
        var waiter: CheckedContinuation<InputLine?, Never>?

        /// How far the thread reads ahead: enough to be fast, little enough to hold the client back.
        var isFull: Bool { lines.count >= 64 || bytes >= 1 << 20 }
    }

    private let state = Mutex(State())
    private let input: Int32
    private let limit: Int
    private let wakePipe: WakePipe

    init(input: Int32, limit: Int, wakePipe: WakePipe) {
        self.input = input
        self.limit = limit
        self.wakePipe = wakePipe
    }

    /// Begins to read; `atEnd` is called once, on the reader's thread, when no more input will come.
    func start(atEnd: @escaping @Sendable () -> Void = {}) throws(TransportError) {
        try BlockingThread.start { [self] in
            readAll()
            atEnd()
        }
    }

    /// Ends the input as if the client had closed it.
    ///
    /// Any thread.
    func stop() {
        state.withLock { $0.isStopping = true }
        wakePipe.wake()
    }

    /// The next line, or nothing at the end.
    ///
    /// One caller at a time; a cancelled one gets nothing.
    func next() async -> InputLine? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (line, isDecided, hasRoom) = state.withLock { state -> (InputLine?, Bool, Bool) in
                    if state.lines.isEmpty {
                        if state.isEnded || Task.isCancelled { return (nil, true, false) }
                        state.waiter = continuation
                        return (nil, false, false)
                    }
                    let wasFull = state.isFull
                    let line = Self.take(&state)
                    return (line, true, wasFull && !state.isFull)
                }
                if isDecided { continuation.resume(returning: line) }
                if hasRoom { wakePipe.wake() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: nil)
        }
    }

    private static func take(_ state: inout State) -> InputLine {
        let line = state.lines.removeFirst()
        if case .line(let bytes) = line { state.bytes -= bytes.count }
        return line
    }

    // MARK: The thread

    private func readAll() {
        var buffer = LineBuffer(limit: limit)
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while let isFull = state.withLock({ $0.isStopping ? nil : $0.isFull }), StopSignals.first == nil {
            guard wait(forInput: !isFull) else { continue }
            // SAFETY: read writes at most the given number of bytes.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(input, $0.baseAddress, $0.count) }
            if count > 0 {
                for line in buffer.append(chunk[..<count]) { deliver(line) }
            } else if count == 0 || errno != EINTR && errno != EAGAIN {
                break
            }
        }
        if let last = buffer.finish() { deliver(last) }
        end()
    }

    /// Sleeps until there is input or somebody wakes; says whether there is input.
    private func wait(forInput wantsInput: Bool) -> Bool {
        var descriptors = [
            pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wantsInput ? input : -1, events: Int16(POLLIN), revents: 0),
        ]
        // SAFETY: poll writes to as many entries as there are.
        let result = unsafe descriptors.withUnsafeMutableBufferPointer { entries in
            unsafe poll(entries.baseAddress, nfds_t(entries.count), -1)
        }
        guard result > 0 else { return false }
        if descriptors[0].revents != 0 { wakePipe.drain() }
        return descriptors[1].revents != 0
    }

    private func deliver(_ line: InputLine) {
        let waiter = state.withLock { state -> CheckedContinuation<InputLine?, Never>? in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            state.lines.append(line)
            if case .line(let bytes) = line { state.bytes += bytes.count }
            return nil
        }
        waiter?.resume(returning: line)
    }

    private func end() {
        let waiter = state.withLock { state in
            state.isEnded = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }
}
