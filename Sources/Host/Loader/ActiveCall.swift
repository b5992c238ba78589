// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import PluginABI
import Synchronization

/// One call while it runs: its state machine, with the threads, alarms and continuations around it.
final class ActiveCall: Sendable {
    let id: UInt64
    /// What the call is, for messages: "the tool echo", "inventory".
    let name: String
    let traits: CallTraits
    private let plugin: PluginInstance
    private let life: Mutex<CallLife>
    private let signal = Atomic<UInt32>(UInt32(TW_CALL_RUNNING))
    private let alarm = Atomic<UInt64>(0)

    init(id: UInt64, name: String, traits: CallTraits, plugin: PluginInstance) {
        self.id = id
        self.name = name
        self.traits = traits
        self.plugin = plugin
        life = Mutex(CallLife(credits: plugin.core.options.credits))
    }

    /// TW_CALL_RUNNING, TW_CALL_CANCELLED or TW_CALL_EXPIRED.
    var state: UInt32 { signal.load(ordering: .relaxed) }

    // MARK: The host's side

    func expire(at deadline: Int64) {
        let alarm = plugin.core.watchdog.schedule(at: deadline) { self.stop(.expired) }
        self.alarm.store(alarm, ordering: .relaxed)
    }

    /// Waits for the next event or the outcome.
    func next() async -> CallStep {
        if let step = life.withLock({ $0.ready() }) { return step }
        return await withCheckedContinuation { reader in
            if let step = life.withLock({ $0.next(reader) }) { reader.resume(returning: step) }
        }
    }

    /// Says that an event was dealt with.
    func returnCredit() { perform(life.withLock { $0.returnCredit() }) }

    /// Asks the plugin to end the call, and gives it up when it has not after the grace.
    func stop(_ reason: CallLife.StopReason) {
        guard let effects = life.withLock({ $0.stop(reason) }) else { return }
        let isExpiry = if case .expired = reason { true } else { false }
        signal.store(UInt32(isExpiry ? TW_CALL_EXPIRED : TW_CALL_CANCELLED), ordering: .releasing)
        perform(effects)
        plugin.context.callEnded(id)
        plugin.requestStop(of: id)
        let grace = plugin.core.options.grace
        _ = plugin.core.watchdog.schedule(at: MonotonicTime.after(grace)) { self.abandon() }
    }

    private func abandon() {
        let plugin = plugin
        let expired = error(
            .deadlineExceeded,
            "\(name) of plugin \(plugin.id) did not end within its deadline and \(plugin.core.options.grace) more."
        )
        let cancelled = error(.cancelled, "\(name) of plugin \(plugin.id) was cancelled and did not end.")
        let effects = life.withLock { $0.abandon(expired: .failure(expired), cancelled: .failure(cancelled)) }
        guard let effects else { return }
        // First the books, then the reader: whoever sees the outcome also sees the plugin's health.
        plugin.callAbandoned(self)
        perform(effects)
    }

    // MARK: The plugin's side

    func progress(done: Double, total: Double, message: String) {
        guard done.isFinite, done >= 0 else { return }
        let total = total.isFinite ? max(0, total) : 0
        let event = CallEvent.progress(done: done, total: total, message: message)
        perform(life.withLock { $0.progress(event, done: done) })
    }

    /// Takes one credit: the number left, TW_NO_CREDIT or TW_STOP.
    func reserve() -> Int32 { life.withLock { $0.reserve() } }

    /// Passes on an event for which a credit was taken.
    func deliver(_ event: CallEvent, credits: Int32) -> Int32 {
        let (isWanted, effects) = life.withLock { $0.deliver(event) }
        perform(effects)
        return isWanted ? credits : TW_STOP
    }

    /// Ends the call because the plugin broke the contract.
    func fail(_ code: PluginDiagnostic.Code, _ fault: String) {
        let message = "\(name) of plugin \(plugin.id) failed: \(fault)"
        plugin.report(code, message)
        stop(.failed(error(.internal, message)))
    }

    func wait(_ waiter: CreditWaiter) {
        if !life.withLock({ $0.wait(waiter) }) { waiter.run() }
    }

    /// Takes the plugin's `done`; `result` is its answer as bytes.
    func finish(_ status: tw_status, _ result: [UInt8]) {
        plugin.core.watchdog.cancel(alarm.load(ordering: .relaxed))
        let answer = CallAnswer(status: status, result: result)
        if let (code, fault) = answer.fault {
            plugin.report(code, "\(name) of plugin \(plugin.id) \(fault)")
        }
        let outcome = answer.outcome(of: name, plugin: plugin.id)
        let effects = life.withLock {
            $0.finish(
                outcome,
                expired: .failure(
                    error(.deadlineExceeded, "\(name) of plugin \(plugin.id) passed its deadline.")
                ),
                cancelled: .failure(error(.cancelled, "\(name) of plugin \(plugin.id) was cancelled."))
            )
        }
        plugin.context.callEnded(id)
        perform(effects)
    }

    // MARK: Steps

    private func error(_ code: PluginCallError.Code, _ message: String) -> PluginCallError {
        PluginCallError(code, pluginID: plugin.id, message: message, retryable: code == .deadlineExceeded)
    }

    private func perform(_ effects: CallLife.Effects) {
        if let reader = effects.reader, let step = effects.step { reader.resume(returning: step) }
        guard !effects.waiters.isEmpty else { return }
        // Plugin code never runs on the reader's thread, which may be one of Swift's cooperative pool.
        plugin.runSoon { for waiter in effects.waiters { waiter.run() } }
    }
}

/// What one kind of call may hand over.
struct CallTraits: Sendable {
    /// Set for calls that may emit resource batches and coverage.
    var decoder: BatchDecoder?
    /// Whether document chunks are taken.
    var takesDocument = false
    /// Largest chunk in bytes.
    var maximumChunk = 1 << 20
}
