// SPDX-License-Identifier: Apache-2.0

/// Threads that run plugin code; they are made on demand and leave after a while without work.
final class InvokerPool: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var jobs = FIFO<Job>()
        var threads = 0
        var idle = 0
        var isClosed = false
    }

    private let maximum: Int
    private let patience: Duration
    private let state = Monitor(State())

    /// Jobs that may wait for a thread.
    static let longestQueue = 65_536

    init(maximum: Int, patience: Duration = .seconds(10)) {
        self.maximum = maximum
        self.patience = patience
    }

    /// Runs a job on one of the threads; false when the pool is closed or full.
    func submit(_ job: @escaping Job) -> Bool {
        let (isTaken, needsThread) = state.withLock { state in
            guard !state.isClosed, state.jobs.count < Self.longestQueue else { return (false, false) }
            state.jobs.append(job)
            guard state.idle < state.jobs.count, state.threads < maximum else { return (true, false) }
            state.threads += 1
            return (true, true)
        }
        guard isTaken else { return false }
        if needsThread {
            if !PluginThread.start({ self.work() }) {
                // The job stays queued for a thread that exists; without any, it is taken back.
                return state.withLock { state in
                    state.threads -= 1
                    if state.threads == 0 { state.jobs.removeAll() }
                    return state.threads > 0
                }
            }
        } else {
            state.signal()
        }
        return true
    }

    /// Refuses further jobs; those queued still run, then the threads leave.
    func close() {
        state.withLock { $0.isClosed = true }
        state.broadcast()
    }

    private func work() {
        while let job = next() { job() }
    }

    private func next() -> Job? {
        let limit = MonotonicTime.after(patience)
        var isIdle = false
        return state.await { state in
            if let job = state.jobs.popFirst() {
                if isIdle { state.idle -= 1 }
                return .ready(job)
            }
            if state.isClosed || MonotonicTime.now >= limit {
                if isIdle { state.idle -= 1 }
                state.threads -= 1
                return .ready(nil)
            }
            if !isIdle {
                isIdle = true
                state.idle += 1
            }
            return .waitUntil(limit)
        }
    }
}
