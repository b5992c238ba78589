// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Runs jobs one at a time, in order, on a pool's threads: for plugins with TW_PLUGIN_SINGLE_THREAD.
final class SerialLane: Sendable {
    private struct State {
        var jobs = FIFO<InvokerPool.Job>()
        var isRunning = false
    }

    private let pool: InvokerPool
    private let state = Mutex(State())

    init(on pool: InvokerPool) { self.pool = pool }

    func submit(_ job: @escaping InvokerPool.Job) -> Bool {
        let isFirst: Bool? = state.withLock { state in
            guard state.jobs.count < InvokerPool.longestQueue else { return nil }
            state.jobs.append(job)
            guard !state.isRunning else { return false }
            state.isRunning = true
            return true
        }
        guard let isFirst else { return false }
        guard isFirst, !pool.submit({ self.drain() }) else { return true }
        state.withLock { state in
            state.jobs.removeAll()
            state.isRunning = false
        }
        return false
    }

    private func drain() {
        while let job = next() { job() }
    }

    private func next() -> InvokerPool.Job? {
        state.withLock { state in
            let job = state.jobs.popFirst()
            if job == nil { state.isRunning = false }
            return job
        }
    }
}
