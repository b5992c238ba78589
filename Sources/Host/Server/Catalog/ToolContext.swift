// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
package import MCP

/// Who calls, and the channels back to the caller while a call runs.
package struct ToolContext: Sendable {
    /// What goes back to the caller before the outcome.
    package enum Event: Sendable {
        /// How far the work is.
        case progress(done: Double, total: Double?, message: String?)
        /// A message for whoever watches.
        case log(level: LogLevel, message: String, fields: JSONObject)
    }

    /// Who calls.
    package let caller: Caller
    /// When the caller stops waiting, if it ever does.
    package let deadline: ContinuousClock.Instant?
    /// The trace context the caller sent (`traceparent`, `tracestate`, `baggage`), for passing on.
    package let trace: JSONObject
    private let send: @Sendable (Event) -> Void

    /// Makes a context.
    ///
    /// - Parameters:
    ///   - caller: who calls.
    ///   - deadline: when the caller stops waiting.
    ///   - trace: W3C trace context.
    ///   - send: takes events; must not block, any thread.
    package init(
        caller: Caller,
        deadline: ContinuousClock.Instant? = nil,
        trace: JSONObject = [:],
        send: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.caller = caller
        self.deadline = deadline
        self.trace = trace
        self.send = send
    }

    /// Tells how far the work is; never blocks, and does nothing when nobody asked.
    ///
    /// - Parameters:
    ///   - done: units done; a value that does not exceed the one before is dropped.
    ///   - total: units in all, when known.
    ///   - message: what is being done, for people.
    package func progress(_ done: Double, of total: Double? = nil, _ message: String? = nil) {
        send(.progress(done: done, total: total, message: message))
    }

    /// Tells whoever watches; never blocks, and does nothing when nobody asked.
    ///
    /// Never pass a secret.
    /// - Parameters:
    ///   - level: how grave it is.
    ///   - message: one sentence.
    ///   - fields: the facts behind it.
    package func log(_ level: LogLevel, _ message: String, _ fields: JSONObject = [:]) {
        send(.log(level: level, message: message, fields: fields))
    }
}

/// The other end of a call, as far as it made itself known.
///
/// Names are claims: show them, never decide by them.
package struct Caller: Hashable, Sendable {
    /// Through which front end a call came.
    package enum Channel: String, Sendable {
        /// A client on this process's standard streams.
        case stdio
        /// The command line of this process.
        case commandLine
    }

    /// Through which front end the call came.
    package var channel: Channel
    /// The name the client gave itself.
    package var clientName: String?
    /// The version the client gave itself.
    package var clientVersion: String?

    /// Describes a caller.
    ///
    /// - Parameters:
    ///   - channel: the front end.
    ///   - clientName: the name it gave itself.
    ///   - clientVersion: the version it gave itself.
    package init(channel: Channel, clientName: String? = nil, clientVersion: String? = nil) {
        self.channel = channel
        self.clientName = clientName
        self.clientVersion = clientVersion
    }
}
