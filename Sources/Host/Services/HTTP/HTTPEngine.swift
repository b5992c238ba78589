// SPDX-License-Identifier: Apache-2.0

/// Sends requests of all plugins on one thread with libcurl's multi interface.
///
/// A request goes from queued to running to finished. It leaves the books only after its `on_done` has returned,
/// which is what `release` waits for. Whatever happens first - the reply, a cancellation, the deadline, `stop` -
/// ends it; the loop runs alone, so nothing ends it twice.
final class HTTPEngine: Sendable {
    private let books: HTTPBooks
    private let surroundings: Transfer.Surroundings

    init(limits: HTTPLimits, proxies: ProxySettings, certificateFile: String?) {
        books = HTTPBooks(limits: limits)
        surroundings = Transfer.Surroundings(
            limits: limits,
            proxies: proxies,
            certificateFile: certificateFile
        )
    }

    /// Queues a request.
    ///
    /// - Parameters:
    ///   - request: what to send.
    ///   - sink: where the reply goes.
    ///   - owner: who sends it.
    ///   - tell: gets the request's number before any callback can run.
    /// - Returns: whether it is the first of its call.
    /// - Throws: ``ServiceRefusal`` when the engine is stopped, the plugin gone, or too much is queued.
    func start(
        _ request: OutgoingRequest,
        _ sink: ReplySink,
        owner: ServiceSession.Owner,
        tell: (UInt64) -> Void
    ) throws(ServiceRefusal) -> Bool {
        let surroundings = surroundings
        try books.startLoop { books, multi throws(ServiceRefusal) in
            try ServiceThread.start("tw-http") {
                HTTPLoop(books: books, multi: multi, surroundings: surroundings).run()
            }
        }
        return try books.enter(request, sink, owner: owner, tell: tell)
    }

    /// Ends one of the owner's requests, if it still runs.
    func cancel(_ number: UInt64, owner: ServiceSession.Owner) { books.cancel(number, owner: owner) }

    /// Ends what was sent for a call that is over.
    func callEnded(_ call: UInt64, owner: ServiceSession.Owner) { books.cancel(call: call, owner: owner) }

    /// Ends an owner's requests and waits until their callbacks have returned.
    func release(_ owner: ServiceSession.Owner) { books.release(owner) }

    /// Ends every request and the thread.
    func stop() { books.stop() }
}
