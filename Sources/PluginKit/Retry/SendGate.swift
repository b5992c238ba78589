// SPDX-License-Identifier: Apache-2.0

/// Decides when the next request to one service may go out.
///
/// A state machine without effects. Throttling closes the gate for everybody, and spreads what follows: the distance between requests doubles
/// with each round of throttling and shrinks again with each success. A waiting request asks again when its
/// wait is over, because the gate may have closed once more in the meantime.
public struct SendGate: Hashable, Sendable {
    /// Nanoseconds on the caller's clock before which nothing goes out.
    private var closedUntil: Int64 = .min
    /// Nanoseconds at which the last admitted request goes out.
    private var lastSlot: Int64 = .min
    /// Nanoseconds between two requests; 0 is no limit.
    private(set) var spacing: Int64 = 0

    private static let firstSpacing: Int64 = 10_000_000
    private static let largestSpacing: Int64 = 1_000_000_000
    private static let smallestSpacing: Int64 = 500_000

    /// Makes an open gate.
    public init() {}

    /// A request's place in the row.
    public struct Ticket: Hashable, Sendable {
        /// When it may go out.
        var slot: Int64
    }

    /// Gives a request a place.
    ///
    /// - Parameter now: the time.
    /// - Returns: the place.
    public mutating func enter(now: Int64) -> Ticket {
        let earliest = max(now, closedUntil)
        guard spacing > 0 else { return Ticket(slot: earliest) }
        lastSlot = max(earliest, lastSlot &+ spacing)
        return Ticket(slot: lastSlot)
    }

    /// Asks whether a request may go out.
    ///
    /// - Parameters:
    ///   - ticket: its place; moved back when the gate has closed since.
    ///   - now: the time.
    /// - Returns: how long it still has to wait; `nil` when it may go.
    public mutating func wait(_ ticket: inout Ticket, now: Int64) -> Duration? {
        if ticket.slot < closedUntil { ticket = enter(now: now) }
        return ticket.slot > now ? .nanoseconds(ticket.slot - now) : nil
    }

    /// Closes the gate for everybody.
    ///
    /// - Parameters:
    ///   - sent: when the throttled request went out; only the first of one burst widens the distance.
    ///   - now: the time.
    ///   - wait: how long the cloud asks to wait, if it does.
    public mutating func throttled(sent: Int64, now: Int64, wait: Duration?) {
        if sent >= closedUntil {
            let doubled = spacing == 0 ? Self.firstSpacing : spacing * 2
            spacing = min(doubled, Self.largestSpacing)
        }
        let pause = max(wait?.nanoseconds ?? 0, spacing)
        closedUntil = max(closedUntil, now &+ pause)
        lastSlot = min(lastSlot, closedUntil)
    }

    /// Notes a success: requests may follow each other more closely.
    public mutating func succeeded() {
        guard spacing > 0 else { return }
        spacing -= max(spacing / 8, 1)
        if spacing < Self.smallestSpacing { spacing = 0 }
    }
}
