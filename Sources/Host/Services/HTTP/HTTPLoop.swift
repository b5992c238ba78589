// SPDX-License-Identifier: Apache-2.0

import CCurl

/// The engine's thread: takes orders, moves transfers on, and tells plugins how theirs went.
struct HTTPLoop {
    private let books: HTTPBooks
    private let multi: CurlMulti
    private let surroundings: Transfer.Surroundings
    private var transfers: [UInt64: Transfer] = [:]
    private var numbers: [UInt: UInt64] = [:]
    private var spare: [CurlEasy] = []
    /// Not later than the earliest deadline; may be too early, as those of finished transfers are not taken out.
    private var nextDeadline = Int64.max

    private static let spareLimit = 64
    private static let longestWait: Int64 = 60_000

    init(books: HTTPBooks, multi: CurlMulti, surroundings: Transfer.Surroundings) {
        self.books = books
        self.multi = multi
        self.surroundings = surroundings
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
        do throws(ServiceRefusal) {
            let easy = try spareHandle()
            let limit = request.timeout == 0 ? surroundings.limits.timeout : request.timeout
            let duration = limit.multipliedReportingOverflow(by: 1_000_000)
            let end = SystemServiceClock.monotonic.addingReportingOverflow(duration.partialValue)
            let transfer = Transfer(
                number: number,
                request: request,
                sink: sink,
                easy: easy,
                deadline: duration.overflow || end.overflow ? .max : end.partialValue,
                limits: surroundings.limits
            )
            try transfer.configure(request, surroundings)
            guard multi.add(easy) else {
                throw ServiceRefusal(.resourceExhausted, "libcurl takes no further request.")
            }
            transfers[number] = transfer
            numbers[easy.key] = number
            nextDeadline = min(nextDeadline, transfer.deadline)
        } catch {
            sink.done(error)
            books.strike(number)
        }
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

    /// Every transfer ends here, once.
    private mutating func end(_ number: UInt64, _ failure: ServiceRefusal?) {
        guard let transfer = transfers.removeValue(forKey: number) else { return }
        numbers[transfer.easy.key] = nil
        multi.remove(transfer.easy)
        transfer.finish(failure)
        books.strike(number)
        transfer.easy.reset()
        if spare.count < Self.spareLimit { spare.append(transfer.easy) }
    }

    private mutating func expire() {
        let now = SystemServiceClock.monotonic
        guard now >= nextDeadline else { return }
        for (number, transfer) in transfers where transfer.deadline <= now {
            let message = "The request to \(transfer.address.place) took longer than it was given."
            end(number, ServiceRefusal(.deadlineExceeded, message))
        }
        nextDeadline = transfers.values.map(\.deadline).min() ?? .max
    }

    private func timeToWait() -> Int32 {
        let left = max(nextDeadline - min(SystemServiceClock.monotonic, nextDeadline), 0) / 1_000_000
        return Int32(min(left + 1, Self.longestWait))
    }
}
