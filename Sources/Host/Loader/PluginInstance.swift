// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import PluginABI
import Synchronization

/// One load of one plugin: its functions, its instance pointer, its calls in flight.
///
/// loading → active → draining → gone. Calls start only while it is active.
@safe
final class PluginInstance: @unchecked Sendable {  // `pointer` is written once, before the phase is active
    enum Phase { case loading, active, draining, gone }

    struct Life {
        var phase = Phase.loading
        var calls: [UInt64: ActiveCall] = [:]
        /// Calls given up whose `done` has not come yet.
        var wedged: Set<UInt64> = []
        /// Jobs that run plugin code without being a call.
        var jobs = 0
        var idle: [Latch] = []

        var isIdle: Bool { calls.isEmpty && jobs == 0 }

        /// Latches to fire, when nothing runs any more.
        mutating func takeIdle() -> [Latch] {
            guard isIdle else { return [] }
            defer { idle = [] }
            return idle
        }
    }

    let core: HostCore
    let context: PluginContext
    let descriptor: PluginDescriptor
    let library: String
    let generation: UInt64
    let life = Mutex(Life())
    private(set) var pointer: UnsafeMutableRawPointer?
    private let pool = CallPool()
    private let lane: SerialLane?
    /// `describe` runs once at a time, because its answer is borrowed until the next, and beside no call of a
    /// plugin with TW_PLUGIN_SINGLE_THREAD.
    let descriptions: SerialLane

    init(core: HostCore, inspection: PluginInspection, descriptor: PluginDescriptor, generation: UInt64) {
        self.core = core
        self.descriptor = descriptor
        self.generation = generation
        library = inspection.library
        context = PluginContext(manifest: inspection.manifest)
        descriptions = SerialLane(on: core.patient)
        lane = descriptor.isSingleThreaded ? descriptions : nil
    }

    var id: String { context.id }

    var isHealthy: Bool { life.withLock { $0.wedged.count < core.options.wedgedLimit } }

    func activate() { life.withLock { $0.phase = .active } }

    func setPointer(_ pointer: UnsafeMutableRawPointer?) { unsafe self.pointer = pointer }

    func report(
        _ code: PluginDiagnostic.Code,
        _ summary: String,
        severity: PluginDiagnostic.Severity = .warning
    ) {
        core.report(PluginDiagnostic(severity, code, plugin: id, path: library, summary: summary))
    }

    // MARK: Threads

    /// Runs plugin code on a thread for blocking work; the plugin is not destroyed before it ended.
    func runSoon(_ job: @escaping @Sendable () -> Void) {
        guard life.withLock({ $0.beginJob() }) else { return }
        let isTaken = core.patient.submit {
            job()
            self.endJob()
        }
        if !isTaken { endJob() }
    }

    func endJob() {
        let latches = life.withLock { life in
            life.jobs -= 1
            return life.takeIdle()
        }
        for latch in latches { latch.fire() }
    }

    /// Asks the plugin to end a call.
    func requestStop(of call: UInt64) {
        guard let cancel = unsafe descriptor.table.cancel else { return }
        runSoon {
            // SAFETY: runSoon keeps the instance from being destroyed while this runs.
            unsafe cancel(self.pointer, call)
        }
    }

    // MARK: Calls

    /// Makes a call and passes on what it emits, one event at a time, until it has ended.
    func call(
        _ request: CallRequest,
        consume: (CallEvent) async throws -> Void
    ) async throws(PluginCallError) -> JSONValue {
        let call = try begin(request)
        let outcome = await withTaskCancellationHandler {
            await follow(call, consume)
        } onCancel: {
            call.stop(.cancelled)
        }
        return try outcome.get()
    }

    private func follow(_ call: ActiveCall, _ consume: (CallEvent) async throws -> Void) async -> CallOutcome
    {
        var fault: PluginCallError?
        while true {
            switch await call.next() {
            // A reader that failed on the last event fails the call, even if the plugin had ended it well.
            case .outcome(let outcome): return fault.map { .failure($0) } ?? outcome
            case .event(let event):
                if fault == nil {
                    do {
                        try await consume(event)
                    } catch {
                        let stop = stopped(by: error, call)
                        fault = stop
                        call.stop(.failed(stop))
                    }
                }
                if event.isCredited { call.returnCredit() }
            }
        }
    }

    private func stopped(by error: any Error, _ call: ActiveCall) -> PluginCallError {
        PluginCallError(
            error is CancellationError ? .cancelled : .aborted,
            pluginID: id,
            message: "\(call.name) of plugin \(id) was stopped by its reader: \(error)",
            cause: error
        )
    }

    private func begin(_ request: CallRequest) throws(PluginCallError) -> ActiveCall {
        let call = ActiveCall(id: CallNumber.next(), name: request.name, traits: request.traits, plugin: self)
        if let refusal = life.withLock({ $0.admit(call, limit: core.options.wedgedLimit) }) {
            throw PluginCallError(
                .unavailable,
                pluginID: id,
                message: "Plugin \(id) \(refusal)",
                hint: "See the plugin's diagnostics.",
                retryable: true
            )
        }
        guard let slot = pool.take(for: self) else {
            forget(call)
            throw PluginCallError(
                .resourceExhausted,
                pluginID: id,
                message: "Plugin \(id) has too many calls in flight.",
                retryable: true
            )
        }
        let deadline = MonotonicTime.after(request.options.deadline ?? request.defaultDeadline)
        let meta =
            request.options.meta.isEmpty ? Self.emptyObject : JSONValue.object(request.options.meta).bytes()
        slot.begin(
            call,
            tool: request.tool,
            arguments: request.arguments.bytes(),
            meta: meta,
            deadline: deadline
        )
        context.callBegan(call.id)
        call.expire(at: deadline)
        start(call, in: slot, request)
        return call
    }

    private static let emptyObject = Array("{}".utf8)

    private func start(_ call: ActiveCall, in slot: CallSlot, _ request: CallRequest) {
        let job: InvokerPool.Job = {
            // A call that was stopped while it waited for a thread never reaches the plugin.
            guard call.state == UInt32(TW_CALL_RUNNING) else { return self.endUnstarted(slot, TW_CANCELLED) }
            // SAFETY: the call is counted, so the instance is not destroyed before `done`.
            unsafe request.start(self.pointer, slot.pointer)
        }
        let isTaken =
            if let lane { lane.submit(job) } else if request.isBlocking {
                core.patient.submit(job)
            } else {
                core.invokers.submit(job)
            }
        if !isTaken { endUnstarted(slot, TW_UNAVAILABLE) }
    }

    private func endUnstarted(_ slot: CallSlot, _ status: tw_status) {
        guard let call = slot.take() else { return }
        call.finish(status, Array(#"{"message":"The call could not be started.","retryable":true}"#.utf8))
        slot.end()
        callFinished(call, in: slot)
    }

    // MARK: Books

    /// `done` was called: the slot is free again.
    func callFinished(_ call: ActiveCall, in slot: CallSlot) {
        let (wasWedged, latches) = life.withLock { life in
            life.calls[call.id] = nil
            return (life.wedged.remove(call.id) != nil, life.takeIdle())
        }
        pool.giveBack(slot)
        if wasWedged {
            report(.doneLate, "Plugin \(id) called done for \(call.name) after the host had given it up.")
        }
        for latch in latches { latch.fire() }
    }

    /// The grace is over: the call does not count as running any more, and its slot is not used again.
    func callAbandoned(_ call: ActiveCall) {
        let (wedged, latches) = life.withLock { life in
            if life.calls.removeValue(forKey: call.id) != nil { life.wedged.insert(call.id) }
            return (life.wedged.count, life.takeIdle())
        }
        report(.callAbandoned, "Plugin \(id) did not end \(call.name) within its deadline.")
        if wedged == core.options.wedgedLimit {
            report(
                .unhealthy,
                "Plugin \(id) has \(wedged) calls that hang; it gets no further ones.",
                severity: .error
            )
        }
        for latch in latches { latch.fire() }
    }

    private func forget(_ call: ActiveCall) {
        let latches = life.withLock { life in
            life.calls[call.id] = nil
            return life.takeIdle()
        }
        for latch in latches { latch.fire() }
    }
}

extension PluginInstance.Life {
    /// Counts a job in; false once the plugin is gone.
    mutating func beginJob() -> Bool {
        guard phase != .gone else { return false }
        jobs += 1
        return true
    }

    /// Counts a call in, or tells why it may not start.
    mutating func admit(_ call: ActiveCall, limit: Int) -> String? {
        switch phase {
        case .loading: return "is not loaded yet."
        case .draining, .gone: return "was unloaded."
        case .active: break
        }
        guard wedged.count < limit else {
            return "has \(wedged.count) calls that hang and gets no further ones."
        }
        calls[call.id] = call
        return nil
    }
}

/// Numbers calls through the life of the process.
enum CallNumber {
    private static let last = Atomic<UInt64>(0)

    static func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// What a call is made of.
@safe
struct CallRequest: Sendable {
    typealias Start = @Sendable (UnsafeMutableRawPointer?, UnsafePointer<tw_call>) -> Void

    var name: String
    var tool: UInt32 = 0
    var arguments: JSONValue
    var options: CallOptions
    var defaultDeadline: Duration
    var isBlocking: Bool
    var traits = CallTraits()
    var start: Start
}
