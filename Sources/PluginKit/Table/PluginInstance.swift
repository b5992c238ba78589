// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// One loaded plugin with its calls: what `instance` points to in the contract.
final class PluginInstance: Sendable {
    let plugin: any Plugin
    let description: CachedDescription
    private let host: PluginHost
    private let executor: HostExecutor
    private let state = Mutex(State())

    private struct State {
        var calls = CallTable<Task<Void, Never>>()
        var drained: (@Sendable () -> Void)?
    }

    init(_ plugin: any Plugin, host: PluginHost) {
        self.plugin = plugin
        self.host = host
        executor = HostExecutor(host)
        description = CachedDescription((plugin as? any ProviderPlugin)?.providerDescription ?? [:])
    }

    /// The barrier: runs `operation` for a call and ends the call, whatever happens.
    ///
    /// The task outlives this function on purpose: `cancel` and `drain` reach it through the table.
    @unsafe
    func run(
        _ pointer: UnsafePointer<tw_call>,
        _ operation: @escaping @Sendable (PluginCall) async throws -> JSONObject
    ) {
        let call: PluginCall
        do {
            call = unsafe try PluginCall(pointer, host: host)
        } catch {
            let failure = error as? PluginError ?? PluginError(.invalidArgument, "\(error)")
            let result = unsafe giveOwned(failure.json.bytes())
            unsafe pointer.pointee.ops.pointee.done?(pointer, failure.code.status, result)
            return
        }
        state.withLock { state in
            let task = Task(executorPreference: executor) {
                let outcome = await PluginCall.$currentID.withValue(call.id) {
                    await Self.outcome(of: call, operation)
                }
                call.end(outcome.status, outcome.result)
                self.ended(call.id)
            }
            state.calls.start(call.id, task)
        }
    }

    private struct Outcome: Sendable {
        let status: Int32
        let result: JSONValue?
    }

    private static func outcome(
        of call: PluginCall,
        _ operation: @Sendable (PluginCall) async throws -> JSONObject
    ) async -> Outcome {
        do {
            return Outcome(status: TW_OK, result: .object(try await operation(call)))
        } catch let error as PluginError {
            return Outcome(status: error.code.status, result: error.json)
        } catch is CancellationError {
            let isExpired = call.state == UInt32(TW_CALL_EXPIRED)
            return Outcome(status: isExpired ? TW_DEADLINE_EXCEEDED : TW_CANCELLED, result: nil)
        } catch let error as ServiceError {
            return Outcome(status: error.code.status, result: ["message": .string(error.message)])
        } catch {
            return Outcome(status: TW_INTERNAL, result: ["message": .string("\(error)")])
        }
    }

    private func ended(_ id: UInt64) {
        let drained = state.withLock { $0.calls.end(id) ? $0.drained : nil }
        drained?()
    }

    func cancel(_ id: UInt64) { state.withLock { $0.calls.cancel(id) }?.cancel() }

    func drain(_ drained: @escaping @Sendable () -> Void) {
        let isDrained = state.withLock { state in
            state.drained = drained
            return state.calls.drain()
        }
        if isDrained { drained() }
    }
}

/// The provider's description in memory that stays where it is.
@safe
final class CachedDescription: Sendable {
    nonisolated(unsafe) let bytes: UnsafeBufferPointer<UInt8>  // constant, freed with this object

    init(_ object: JSONObject) {
        let content = JSONValue.object(object).bytes()
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: content.count)
        _ = unsafe memory.initialize(from: content)
        unsafe bytes = UnsafeBufferPointer(memory)
    }

    deinit { unsafe bytes.deallocate() }
}
