// SPDX-License-Identifier: Apache-2.0

/// What other threads and the engine's loop tell each other: who has which requests, and what is to be done.
final class HTTPBooks: Sendable {
    /// What the loop is to do next.
    enum Order {
        case begin(UInt64, OutgoingRequest, ReplySink)
        case end(UInt64, ServiceRefusal)
    }

    /// What the loop finds when it looks.
    struct Orders {
        var list: [Order] = []
        var isStopping = false
    }

    fileprivate struct Call: Hashable {
        let owner: ServiceSession.Owner
        let number: UInt64
    }

    fileprivate struct Entry {
        let owner: ServiceSession.Owner
        let call: UInt64
    }

    fileprivate struct State {
        var orders: [Order] = []
        var entries: [UInt64: Entry] = [:]
        var counts: [ServiceSession.Owner: Int] = [:]
        var calls: [Call: Set<UInt64>] = [:]
        var closed: Set<ServiceSession.Owner> = []
        var lastNumber: UInt64 = 0
        var multi: CurlMulti?
        var isStopping = false
    }

    private static let cancelled = ServiceRefusal(.cancelled, "The request was cancelled.")
    private static let stopping = ServiceRefusal(.unavailable, "The host is shutting down.")

    private let state = Monitor(State())
    private let limits: HTTPLimits

    init(limits: HTTPLimits) { self.limits = limits }

    // MARK: For any thread

    /// Starts the loop with the first request.
    func startLoop(
        _ start: (HTTPBooks, CurlMulti) throws(ServiceRefusal) -> Void
    ) throws(ServiceRefusal) {
        try state.withLock { (state) throws(ServiceRefusal) in
            guard !state.isStopping else { throw Self.stopping }
            guard state.multi == nil else { return }
            let multi = try CurlMulti(connections: 4 * limits.requestsPerHost)
            try start(self, multi)
            state.multi = multi
        }
    }

    /// Enters a request and orders its beginning.
    ///
    /// `tell` gets the number before any callback can run: a plugin may keep it where `on_done` frees it.
    func enter(
        _ request: OutgoingRequest,
        _ sink: ReplySink,
        owner: ServiceSession.Owner,
        tell: (UInt64) -> Void
    ) throws(ServiceRefusal) -> Bool {
        try state.withLock { (state) throws(ServiceRefusal) in
            guard !state.isStopping, !state.closed.contains(owner) else { throw Self.stopping }
            guard state.counts[owner, default: 0] < limits.requestsPerPlugin else {
                let message = "\(limits.requestsPerPlugin) requests are under way already."
                throw ServiceRefusal(.unavailable, message)
            }
            state.lastNumber += 1
            let number = state.lastNumber
            state.entries[number] = Entry(owner: owner, call: request.call)
            state.counts[owner, default: 0] += 1
            var isFirst = false
            if request.call != 0 {
                let call = Call(owner: owner, number: request.call)
                isFirst = state.calls[call] == nil
                state.calls[call, default: []].insert(number)
            }
            tell(number)
            state.order(.begin(number, request, sink))
            return isFirst
        }
    }

    /// Orders the end of a request.
    func cancel(_ number: UInt64, owner: ServiceSession.Owner) {
        state.withLock { state in
            if state.entries[number]?.owner == owner { state.order(.end(number, Self.cancelled)) }
        }
    }

    /// Orders the end of a call's requests, and forgets the call.
    func cancel(call: UInt64, owner: ServiceSession.Owner) {
        state.withLock { state in
            let numbers = state.calls.removeValue(forKey: Call(owner: owner, number: call)) ?? []
            for number in numbers.sorted() { state.order(.end(number, Self.cancelled)) }
        }
    }

    /// Orders the end of an owner's requests and waits for it.
    func release(_ owner: ServiceSession.Owner) {
        state.withLock { state in
            state.closed.insert(owner)
            let numbers = state.entries.filter { $0.value.owner == owner }.keys.sorted()
            for number in numbers { state.order(.end(number, Self.cancelled)) }
        }
        let _: Void? = state.wait { $0.counts[owner] == nil ? () : nil }
        state.withLock { state in
            state.closed.remove(owner)
            state.calls = state.calls.filter { $0.key.owner != owner }
        }
    }

    /// Orders the end of everything.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            for number in state.entries.keys.sorted() { state.order(.end(number, Self.stopping)) }
            state.multi?.wake()
        }
    }

    // MARK: For the loop

    /// Takes the orders given since the last time.
    func take() -> Orders {
        state.withLock { state in
            defer { state.orders.removeAll(keepingCapacity: true) }
            return Orders(list: state.orders, isStopping: state.isStopping && state.entries.isEmpty)
        }
    }

    /// Strikes a request whose `on_done` has returned.
    func strike(_ number: UInt64) {
        let isLast = state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: number) else { return false }
            if entry.call != 0 {
                state.calls[Call(owner: entry.owner, number: entry.call)]?.remove(number)
            }
            let count = state.counts[entry.owner, default: 1] - 1
            state.counts[entry.owner] = count == 0 ? nil : count
            return count == 0
        }
        if isLast { state.wakeAll() }
    }

    /// The loop has ended.
    func close() { state.withLock { $0.multi = nil } }
}

extension HTTPBooks.State {
    /// Adds an order; the first one wakes the loop.
    fileprivate mutating func order(_ order: HTTPBooks.Order) {
        orders.append(order)
        if orders.count == 1 { multi?.wake() }
    }
}
