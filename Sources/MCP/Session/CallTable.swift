// SPDX-License-Identifier: Apache-2.0

/// The work of one connection that is not finished yet.
struct CallTable: Sendable {
    struct Call: Sendable {
        let inquiry: Inquiry
        let work: SessionWork
        var isCancelled = false
        /// The last progress sent; the next one must be greater.
        var progress: Double?
    }

    enum Cancellation: Equatable {
        case running(CallKey)
        case waiting
        case unknown
    }

    private var running: [CallKey: Call] = [:]
    private var waiting: [Call] = []
    private var keys: [RequestID: CallKey] = [:]
    private var count: UInt64 = 0

    var isEmpty: Bool { running.isEmpty && waiting.isEmpty }
    var waitingCount: Int { waiting.count }

    subscript(key: CallKey) -> Call? {
        get { running[key] }
        set { running[key] = newValue }
    }

    func key(of id: RequestID) -> CallKey? { keys[id] }

    mutating func nextKey() -> CallKey {
        count += 1
        return CallKey(number: count)
    }

    /// Puts a call at the end of the queue.
    mutating func append(_ call: Call) {
        keys[call.inquiry.request.id] = call.work.key
        waiting.append(call)
    }

    /// Takes the first waiting call if fewer than `limit` run.
    mutating func startNext(limit: Int) -> SessionWork? {
        guard running.count < limit, !waiting.isEmpty else { return nil }
        let call = waiting.removeFirst()
        running[call.work.key] = call
        return call.work
    }

    /// Forgets a call.
    mutating func remove(_ key: CallKey) -> Call? {
        guard let call = running.removeValue(forKey: key) else { return nil }
        if keys[call.inquiry.request.id] == key { keys[call.inquiry.request.id] = nil }
        return call
    }

    mutating func cancel(_ id: RequestID) -> Cancellation {
        guard let key = keys.removeValue(forKey: id) else { return .unknown }
        guard running[key] != nil else {
            waiting.removeAll { $0.work.key == key }
            return .waiting
        }
        running[key]?.isCancelled = true
        return .running(key)
    }

    /// Cancels everything; gives the running ones.
    mutating func cancelAll() -> [CallKey] {
        waiting = []
        keys = [:]
        for key in running.keys { running[key]?.isCancelled = true }
        return running.keys.sorted { $0.number < $1.number }
    }
}
