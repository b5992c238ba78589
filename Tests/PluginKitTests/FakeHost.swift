// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

@testable import PluginKit

/// What the host has seen of one call.
final class CallRecord: Sendable {
    struct Content: Sendable {
        var ends: [(status: Int32, result: String)] = []
        var chunks: [(kind: UInt32, text: String)] = []
        var batchRows: [Int64] = []
        var credits: Int32 = 100
        var isCancelled = false
        var asksForCredit = 0
    }

    let content = Mutex(Content())
    private let waiting = Mutex<[Waiter]>([])
    private let over = OneShot<Int32>()

    @safe
    private struct Waiter: @unchecked Sendable {  // called once by whoever takes it out of the list
        let user: UnsafeMutableRawPointer?
        let callback: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?
    }

    var snapshot: Content { content.withLock { $0 } }

    /// Waits for the first `done`.
    func end() async -> Int32 { await over.outcome() }

    fileprivate func ended(_ status: Int32, _ result: String) {
        content.withLock { $0.ends.append((status, result)) }
        over.deliver(status)
    }

    fileprivate func wait(
        _ user: UnsafeMutableRawPointer?,
        _ callback: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?
    ) {
        content.withLock { $0.asksForCredit += 1 }
        waiting.withLock { unsafe $0.append(Waiter(user: user, callback: callback)) }
    }

    /// Gives credit and tells all that wait.
    func give(_ credits: Int32) {
        content.withLock { $0.credits = credits }
        let all = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for waiter in all { unsafe waiter.callback?(waiter.user) }
    }

    /// Takes a credit; the contract's answer of `emit`.
    fileprivate func takeCredit() -> Int32 {
        content.withLock { content in
            guard content.credits > 0 else { return TW_NO_CREDIT }
            content.credits -= 1
            return content.credits
        }
    }
}

/// A host of no services that runs calls of one plugin through its C table.
@safe
struct FakeHost {
    let table: UnsafePointer<tw_plugin>
    private let host: UnsafeMutablePointer<tw_host>
    let instance: UnsafeMutableRawPointer?

    private static let records = Mutex<[UInt64: CallRecord]>([:])
    private static let lastID = Atomic<UInt64>(0)

    init(_ table: PluginTable) {
        unsafe self.table = table.pointer
        unsafe host = .allocate(capacity: 1)
        unsafe host.initialize(to: tw_host())
        unsafe host.pointee.struct_size = UInt32(MemoryLayout<tw_host>.size)
        unsafe host.pointee.get_service = { _, _ in nil }
        var made: UnsafeMutableRawPointer?
        var reason = unsafe tw_bytes()
        _ = unsafe self.table.pointee.create?(host, &made, &reason)
        unsafe instance = made
    }

    enum Operation { case scopes, inventory, lookup }

    /// Starts a call of the provider extension.
    func start(
        _ operation: Operation,
        arguments: String = "{}"
    ) -> (id: UInt64, record: CallRecord) {
        let id = Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let record = CallRecord()
        Self.records.withLock { $0[id] = record }
        let bytes = Array(arguments.utf8)
        // Test memory: never freed, so that a plugin that uses a call too late is told apart from a crash.
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        _ = unsafe text.initialize(from: bytes)
        let call = UnsafeMutablePointer<tw_call>.allocate(capacity: 1)
        unsafe call.initialize(to: tw_call())
        unsafe call.pointee.struct_size = UInt32(MemoryLayout<tw_call>.size)
        unsafe call.pointee.id = id
        unsafe call.pointee.arguments = tw_bytes(ptr: text.baseAddress, len: bytes.count)
        unsafe call.pointee.ops = Self.operations
        let provider = unsafe table.pointee.get_extension?(instance, TW_EXTENSION_PROVIDER)
        let functions = unsafe provider?.assumingMemoryBound(to: tw_provider.self)
        switch operation {
        case .scopes: unsafe functions?.pointee.scopes?(instance, call)
        case .inventory: unsafe functions?.pointee.inventory?(instance, call)
        case .lookup: unsafe functions?.pointee.lookup?(instance, call)
        }
        return (id, record)
    }

    func cancel(_ id: UInt64) { unsafe table.pointee.cancel?(instance, id) }

    func drain(_ drained: OneShot<Int32>) {
        unsafe table.pointee.drain?(instance, Unmanaged.passRetained(drained).toOpaque()) { user in
            guard let user = unsafe user else { return }
            unsafe Unmanaged<OneShot<Int32>>.fromOpaque(user).takeRetainedValue().deliver(1)
        }
    }

    private static func record(_ call: UnsafePointer<tw_call>?) -> CallRecord? {
        guard let call = unsafe call else { return nil }
        let id = unsafe call.pointee.id
        return records.withLock { $0[id] }
    }

    nonisolated(unsafe) private static let operations: UnsafePointer<tw_call_ops> = {  // constant
        let table = UnsafeMutablePointer<tw_call_ops>.allocate(capacity: 1)
        unsafe table.initialize(to: tw_call_ops())
        unsafe table.pointee.state = { call in
            let isCancelled = unsafe FakeHost.record(call)?.snapshot.isCancelled ?? false
            return UInt32(isCancelled ? TW_CALL_CANCELLED : TW_CALL_RUNNING)
        }
        unsafe table.pointee.emit = { call, kind, chunk in
            guard let record = unsafe FakeHost.record(call) else { return TW_STOP }
            let answer = record.takeCredit()
            let text = unsafe chunk.text
            if answer >= 0 { record.content.withLock { $0.chunks.append((kind, text)) } }
            return answer
        }
        unsafe table.pointee.emit_batch = { call, schema, array in
            guard let record = unsafe FakeHost.record(call) else { return TW_STOP }
            let answer = record.takeCredit()
            guard answer >= 0, let schema = unsafe schema, let array = unsafe array else { return answer }
            let rows = unsafe array.pointee.length
            record.content.withLock { $0.batchRows.append(rows) }
            unsafe schema.pointee.release?(schema)
            unsafe array.pointee.release?(array)
            return answer
        }
        unsafe table.pointee.on_credit = { call, user, callback in
            unsafe FakeHost.record(call)?.wait(user, callback)
        }
        unsafe table.pointee.done = { call, status, result in
            let text = unsafe String(decoding: takeOwned(result), as: UTF8.self)
            unsafe FakeHost.record(call)?.ended(status, text)
        }
        return unsafe UnsafePointer(table)
    }()
}
