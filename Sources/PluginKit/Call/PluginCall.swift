// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// One call from the host into the plugin.
///
/// What it lends ends with the call: later uses do nothing.
public final class PluginCall: Sendable {
    /// The call's number, unique in the life of the host process.
    public let id: UInt64
    /// For a registered tool: the number that registration gave; 0 elsewhere.
    public let tool: UInt32
    /// The arguments; the host has validated them.
    public let arguments: JSONObject
    /// Facts about the call: "traceparent", "caller", "dry_run".
    public let meta: JSONObject

    private let deadline: Int64
    private let host: PluginHost
    private let live: Mutex<LiveCall>
    private let waiters = CreditWaiters()

    /// The call in which this task runs, or 0: what `tw_http_request.call_id` takes.
    @TaskLocal static var currentID: UInt64 = 0

    @unsafe
    init(_ pointer: UnsafePointer<tw_call>, host: PluginHost) throws {
        // SAFETY: the host keeps the call and what it points to valid until `done` returns.
        unsafe id = pointer.pointee.id
        unsafe tool = pointer.pointee.tool
        unsafe deadline = pointer.pointee.deadline_ns
        self.host = host
        unsafe live = Mutex(LiveCall(pointer: pointer))
        arguments = try Self.object(unsafe pointer.pointee.arguments.copied, "arguments")
        meta = try Self.object(unsafe pointer.pointee.meta.copied, "meta")
    }

    private static func object(_ bytes: [UInt8], _ name: String) throws -> JSONObject {
        guard !bytes.isEmpty else { return [:] }
        do {
            guard let object = try JSONValue(parsing: bytes).object else {
                throw PluginError(.invalidArgument, "The call's \(name) are no JSON object.")
            }
            return object
        } catch let error as JSONError {
            throw PluginError(.invalidArgument, "The call's \(name) are no JSON: \(error)")
        }
    }

    /// How long the host still waits for the call's end; `nil`: without limit.
    public var remaining: Duration? {
        deadline == 0 ? nil : .nanoseconds(max(0, deadline - host.monotonic))
    }

    /// Reports progress; the host shows only growing values.
    ///
    /// - Parameters:
    ///   - done: units done.
    ///   - total: units in all; 0 when unknown.
    ///   - message: one sentence, or empty.
    public func progress(_ done: Double, of total: Double, _ message: String = "") {
        live.withLock { live in
            guard let call = unsafe live.pointer, let report = unsafe call.pointee.ops.pointee.progress else {
                return
            }
            unsafe withABIBytes(message) { unsafe report(call, done, total, $0) }
        }
    }

    /// Hands one JSON object over and waits for credit when there is none.
    ///
    /// - Parameters:
    ///   - object: the object.
    ///   - kind: what it is.
    /// - Throws: `CancellationError` when the call is cancelled or over.
    public func emit(_ object: JSONObject, as kind: ChunkKind) async throws {
        let bytes = JSONValue.object(object).bytes()
        unsafe try await emit { call in
            unsafe withABIBytes(bytes) {
                unsafe call.pointee.ops.pointee.emit?(call, kind.rawValue, $0) ?? TW_STOP
            }
        }
    }

    /// Hands a batch over and waits for credit when there is none.
    func emit(_ batch: consuming ArrowBatch) async throws {
        // The box lets the closure below move the batch on the attempt that succeeds.
        let box = ArrowBatchBox(batch)
        unsafe try await emit { call in unsafe box.offer(to: call) }
    }

    /// Runs `attempt` until it is taken; between attempts waits for credit.
    private func emit(_ attempt: (UnsafePointer<tw_call>) -> Int32) async throws {
        while true {
            let answer = live.withLock { live in
                guard let call = unsafe live.pointer else { return TW_STOP }
                return unsafe attempt(call)
            }
            switch answer {
            case TW_NO_CREDIT: try await credit()
            case TW_MALFORMED: throw PluginError(.internalError, "The host refused a batch as malformed.")
            case ..<0: throw CancellationError()
            default: return
            }
        }
    }

    private func credit() async throws {
        try Task.checkCancellation()
        await waiters.wait { arm in
            live.withLock { live in
                guard let call = unsafe live.pointer, let ask = unsafe call.pointee.ops.pointee.on_credit
                else {
                    return arm.fire()
                }
                // SAFETY: the reference is given up by the callback, which comes once.
                unsafe ask(call, Unmanaged.passRetained(arm).toOpaque()) { user in
                    guard let user = unsafe user else { return }
                    unsafe Unmanaged<CreditWaiters>.fromOpaque(user).takeRetainedValue().fire()
                }
            }
        }
        try Task.checkCancellation()
    }

    /// Ends the call towards the host; later uses of this object do nothing.
    func end(_ status: Int32, _ result: JSONValue?) {
        let pointer = unsafe live.withLock { live in
            defer { unsafe live.pointer = nil }
            return unsafe live.pointer
        }
        waiters.fire()
        guard let call = unsafe pointer else { return }
        unsafe call.pointee.ops.pointee.done?(call, status, giveOwned(result?.bytes() ?? []))
    }

    /// TW_CALL_RUNNING, TW_CALL_CANCELLED or TW_CALL_EXPIRED.
    var state: UInt32 {
        live.withLock { live in
            guard let call = unsafe live.pointer else { return UInt32(TW_CALL_CANCELLED) }
            return unsafe call.pointee.ops.pointee.state?(call) ?? UInt32(TW_CALL_RUNNING)
        }
    }
}

/// What a chunk of a call is: a TW_CHUNK_ number of the contract (call.h).
public struct ChunkKind: Hashable, Sendable {
    let rawValue: UInt32

    /// Text for people: {"text": …}.
    public static let coverage = ChunkKind(rawValue: UInt32(TW_CHUNK_COVERAGE))
    /// A diagnostic {severity, summary, detail, place}.
    public static let diagnostic = ChunkKind(rawValue: UInt32(TW_CHUNK_DIAGNOSTIC))
}

/// The host's call as long as it lives.
@safe
private struct LiveCall: @unchecked Sendable {  // the host lets every function be called on any thread
    var pointer: UnsafePointer<tw_call>?
}
