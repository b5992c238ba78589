// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import PluginABI

/// What the reader of a call gets next.
enum CallStep: Sendable {
    case event(CallEvent)
    case outcome(CallOutcome)
}

/// The state machine of one call.
///
/// running ─ done → over. running ─ stop → stopping ─ done → over. running or stopping ─ abandon → over; the
/// plugin's `done` is then late and changes nothing. Events reach the reader before the outcome does.
struct CallLife {
    /// Why the host wants a call to end.
    enum StopReason {
        case cancelled
        case expired
        case failed(PluginCallError)

        /// Whether what the plugin emitted before is still wanted.
        fileprivate var keepsEvents: Bool {
            if case .expired = self { true } else { false }
        }
    }

    enum Phase {
        case running
        case stopping(StopReason)
        case over
    }

    typealias Reader = CheckedContinuation<CallStep, Never>

    /// What to do once the lock is released.
    struct Effects {
        var reader: Reader?
        var step: CallStep?
        var waiters: [CreditWaiter] = []
    }

    private(set) var phase = Phase.running
    private var credits: Int
    private var events = FIFO<CallEvent>()
    private var outcome: CallOutcome?
    private var reader: Reader?
    private var waiters: [CreditWaiter] = []
    private var farthest = -Double.infinity

    /// Callbacks that may wait for credit at once.
    private static let maximumWaiters = 64

    init(credits: Int) { self.credits = credits }

    // MARK: The plugin's side

    /// Takes a credit: the number left, TW_NO_CREDIT or TW_STOP.
    mutating func reserve() -> Int32 {
        guard case .running = phase else { return TW_STOP }
        guard credits > 0 else { return TW_NO_CREDIT }
        credits -= 1
        return Int32(credits)
    }

    /// Passes on an event for which a credit was taken; false when nobody wants it any more.
    mutating func deliver(_ event: CallEvent) -> (isWanted: Bool, effects: Effects) {
        guard case .running = phase else { return (false, Effects()) }
        if let reader = take(&reader) { return (true, Effects(reader: reader, step: .event(event))) }
        events.append(event)
        return (true, Effects())
    }

    /// Passes on progress when it grows; progress that the reader has not seen yet is replaced.
    mutating func progress(_ event: CallEvent, done: Double) -> Effects {
        guard case .running = phase, done > farthest else { return Effects() }
        farthest = done
        if let reader = take(&reader) { return Effects(reader: reader, step: .event(event)) }
        if case .progress? = events.last { events.replaceLast(event) } else { events.append(event) }
        return Effects()
    }

    /// Keeps a callback until there is credit; false when it has to be called at once.
    mutating func wait(_ waiter: CreditWaiter) -> Bool {
        guard case .running = phase, credits == 0, waiters.count < Self.maximumWaiters else { return false }
        waiters.append(waiter)
        return true
    }

    /// Takes the plugin's `done`.
    mutating func finish(
        _ answer: CallOutcome,
        expired: @autoclosure () -> CallOutcome,
        cancelled: @autoclosure () -> CallOutcome
    ) -> Effects {
        switch phase {
        case .over: Effects()
        case .running: end(with: answer)
        case .stopping(.failed(let error)): end(with: .failure(error))
        case .stopping(.expired): end(with: answer.isSuccess ? answer : expired())
        case .stopping(.cancelled): end(with: answer.isSuccess ? answer : cancelled())
        }
    }

    // MARK: The host's side

    /// Wants the call to end; nothing when it is stopping or over already.
    mutating func stop(_ reason: StopReason) -> Effects? {
        guard case .running = phase else { return nil }
        phase = .stopping(reason)
        if !reason.keepsEvents { events.removeAll() }
        return Effects(waiters: takeWaiters())
    }

    /// Gives the call up; nothing when it is over.
    mutating func abandon(expired: CallOutcome, cancelled: CallOutcome) -> Effects? {
        switch phase {
        case .over: nil
        case .running, .stopping(.expired): end(with: expired)
        case .stopping(.cancelled): end(with: cancelled)
        case .stopping(.failed(let error)): end(with: .failure(error))
        }
    }

    /// Gives the reader what is there, or keeps it until something is.
    mutating func next(_ reader: Reader) -> CallStep? {
        if let step = ready() { return step }
        self.reader = reader
        return nil
    }

    /// Gives what is there without waiting.
    mutating func ready() -> CallStep? {
        if let event = events.popFirst() { return .event(event) }
        return outcome.map(CallStep.outcome)
    }

    /// Takes back the credit of an event that was read.
    mutating func returnCredit() -> Effects {
        credits += 1
        return Effects(waiters: takeWaiters())
    }

    // MARK: Steps

    private mutating func end(with outcome: CallOutcome) -> Effects {
        phase = .over
        self.outcome = outcome
        let reader = take(&reader)
        return Effects(reader: reader, step: reader == nil ? nil : .outcome(outcome), waiters: takeWaiters())
    }

    private mutating func takeWaiters() -> [CreditWaiter] {
        defer { waiters = [] }
        return waiters
    }

    private func take(_ reader: inout Reader?) -> Reader? {
        defer { reader = nil }
        return reader
    }
}

/// How a call ended: with its JSON result or with an error.
typealias CallOutcome = Result<JSONValue, PluginCallError>

extension CallOutcome {
    var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}

/// A plugin's callback for `on_credit`.
@safe
struct CreditWaiter: @unchecked Sendable {  // the plugin asked to be called with this pointer on any thread
    let user: UnsafeMutableRawPointer?
    let callback: @convention(c) (UnsafeMutableRawPointer?) -> Void

    func run() {
        // SAFETY: the plugin keeps `user` valid until its callback has run (call.h, `on_credit`).
        unsafe callback(user)
    }
}
