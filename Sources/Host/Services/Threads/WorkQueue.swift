// SPDX-License-Identifier: Apache-2.0

/// A few threads that run blocking work in the order in which it came.
final class WorkQueue: Sendable {
    private struct State {
        var waiting = Line<@Sendable () -> Void>()
        var threads = 0
        var idle = 0
        var isStopped = false
    }

    private let name: String
    private let width: Int
    private let capacity: Int
    private let state = Monitor(State())

    /// Makes a queue whose threads start when there is work.
    ///
    /// - Parameters:
    ///   - name: name of the threads.
    ///   - width: most threads.
    ///   - capacity: most pieces of work that wait.
    init(name: String, width: Int, capacity: Int) {
        self.name = name
        self.width = width
        self.capacity = capacity
    }

    deinit { stop() }

    /// Queues work.
    ///
    /// - Parameter work: what to run; it runs once, also when the queue is stopped meanwhile.
    /// - Throws: ``ServiceRefusal`` when the queue is full or stopped, or no thread could be had.
    func run(_ work: @escaping @Sendable () -> Void) throws(ServiceRefusal) {
        let monitor = state
        try state.withLock { (state) throws(ServiceRefusal) in
            guard !state.isStopped else { throw ServiceRefusal(.unavailable, "The host is shutting down.") }
            guard state.waiting.count < capacity else {
                throw ServiceRefusal(.resourceExhausted, "More than \(capacity) pieces of work wait already.")
            }
            guard state.idle <= state.waiting.count, state.threads < width else {
                return state.waiting.append(work)
            }
            // With the lock held, so that no other work is queued for a thread that then fails to start.
            try ServiceThread.start(name) {
                work()
                Self.serve(monitor)
            }
            state.threads += 1
        }
        state.wakeAll()
    }

    /// Refuses further work; what waits is still run.
    func stop() {
        state.withLock { $0.isStopped = true }
        state.wakeAll()
    }

    private static func serve(_ state: Monitor<State>) {
        while true {
            state.withLock { $0.idle += 1 }
            let work: (@Sendable () -> Void)?? = state.wait { state in
                if let work = state.waiting.popFirst() { return .some(work) }
                return state.isStopped ? .some(nil) : nil
            }
            state.withLock { $0.idle -= 1 }
            guard case .some(.some(let work)) = work else {
                state.withLock { $0.threads -= 1 }
                return
            }
            work()
        }
    }
}
