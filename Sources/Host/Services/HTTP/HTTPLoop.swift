// SPDX-License-Identifier: Apache-2.0

import CCurl

/// The engine's thread: takes orders, moves transfers on, and tells plugins how theirs went.
struct HTTPLoop {
    private let books: HTTPBooks
    private let multi: CurlMulti
    private let surroundings: Transfer.Surroundings
    /// Requests that wait for a place, and for the time between taking an order and running it.
    private var waiting: [UInt64: Waiting] = [:]
    private var transfers: [UInt64: Transfer] = [:]
    private var lanes: HostLanes
    private var numbers: [UInt: UInt64] = [:]
    private var spare: [CurlEasy] = []
    /// Not later than the earliest deadline; may be too early, as those of finished transfers are not taken out.
    private var nextDeadline = Int64.max

    private static let spareLimit = 64
    private static let longestWait: Int64 = 60_000
    /// While requests run: libcurl 7.88 may forget to tell of a transfer that waited for another's connection.
    private static let longestBusyWait: Int64 = 100

    private struct Waiting {
        let request: OutgoingRequest
        let sink: ReplySink
        let deadline: Int64
    }

    init(books: HTTPBooks, multi: CurlMulti, surroundings: Transfer.Surroundings) {
        self.books = books
        self.multi = multi
        self.surroundings = surroundings
        lanes = HostLanes(width: surroundings.limits.requestsPerHost)
    }

    /// Runs until the books are stopped and empty.
    consuming func run() {
        var loop = self
        while loop.step() {}
        loop.books.close()
    }

    private mutating func step() -> Bool {
        let orders = books.take()
        for order in orders.list {
            switch order {
            case .begin(let number, let request, let sink): begin(number, request, sink)
            case .end(let number, let refusal): end(number, refusal)
            }
        }
        guard !orders.isStopping else { return false }
        multi.perform()
        while let finished = multi.nextFinished() {
            if let number = numbers[finished.key] { finish(number, finished.code) }
        }
        expire()
        multi.poll(milliseconds: timeToWait())
        return true
    }

    private mutating func begin(_ number: UInt64, _ request: OutgoingRequest, _ sink: ReplySink) {
        let limit = request.timeout == 0 ? surroundings.limits.timeout : request.timeout
        let duration = limit.multipliedReportingOverflow(by: 1_000_000)
        let end = SystemServiceClock.monotonic.addingReportingOverflow(duration.partialValue)
        let deadline = duration.overflow || end.overflow ? .max : end.partialValue
        nextDeadline = min(nextDeadline, deadline)
        waiting[number] = Waiting(request: request, sink: sink, deadline: deadline)
        if lanes.enter(number, request.address) { run(number) }
    }

    /// Hands a waiting request that has got a place to libcurl.
    private mutating func run(_ number: UInt64) {
        guard let ready = waiting[number] else { return }
        do throws(ServiceRefusal) {
            let transfer = Transfer(
                request: ready.request,
                sink: ready.sink,
                easy: try spareHandle(),
                deadline: ready.deadline,
                limits: surroundings.limits
            )
            try transfer.configure(ready.request, surroundings)
            guard multi.add(transfer.easy) else {
                throw ServiceRefusal(.unavailable, "libcurl takes no further request.")
            }
            waiting[number] = nil
            transfers[number] = transfer
            numbers[transfer.easy.key] = number
        } catch {
            end(number, error)
            leave(ready.request.address)
        }
    }

    /// Gives a place back, to whoever is next in line.
    private mutating func leave(_ address: WebAddress) {
        if let next = nextInLine(address) { run(next) }
    }

    /// Apart from `leave`, so that its copy of `waiting` is gone before `run` changes that.
    private mutating func nextInLine(_ address: WebAddress) -> UInt64? {
        let waiting = waiting
        return lanes.leave(address) { waiting[$0] != nil }
    }

    private mutating func spareHandle() throws(ServiceRefusal) -> CurlEasy {
        if let easy = spare.popLast() { return easy }
        return try CurlEasy()
    }

    private mutating func finish(_ number: UInt64, _ code: CURLcode) {
        guard let transfer = transfers[number] else { return }
        if let refusal = transfer.refusal { return end(number, refusal) }
        let failure =
            code == CURLE_OK ? nil : TransferFailure.refusal(code, transfer.easy, transfer.address)
        end(number, failure)
    }

    /// Every request ends here, once.
    private mutating func end(_ number: UInt64, _ failure: ServiceRefusal?) {
        if let given = waiting.removeValue(forKey: number) {
            given.sink.done(failure)
            books.strike(number)
        }
        guard let transfer = transfers.removeValue(forKey: number) else { return }
        numbers[transfer.easy.key] = nil
        multi.remove(transfer.easy)
        transfer.finish(failure)
        books.strike(number)
        transfer.easy.reset()
        if spare.count < Self.spareLimit { spare.append(transfer.easy) }
        leave(transfer.address)
    }

    private mutating func expire() {
        let now = SystemServiceClock.monotonic
        guard now >= nextDeadline else { return }
        let late =
            waiting.filter { $0.value.deadline <= now }.map { ($0.key, $0.value.request.address) }
            + transfers.filter { $0.value.deadline <= now }.map { ($0.key, $0.value.address) }
        for (number, address) in late.sorted(by: { $0.0 < $1.0 }) {
            let message = "The request to \(address.place) took longer than it was given."
            end(number, ServiceRefusal(.deadlineExceeded, message))
        }
        nextDeadline = (waiting.values.map(\.deadline) + transfers.values.map(\.deadline)).min() ?? .max
    }

    private func timeToWait() -> Int32 {
        let left = max(nextDeadline - min(SystemServiceClock.monotonic, nextDeadline), 0) / 1_000_000
        return Int32(min(left + 1, transfers.isEmpty ? Self.longestWait : Self.longestBusyWait))
    }
}
