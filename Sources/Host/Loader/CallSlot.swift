// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// The memory behind one `tw_call` pointer.
///
/// Never freed, so that a late or doubled `done` finds it.
///
/// A slot is used again only after many other calls of its plugin (``CallPool/quarantine``): within that span
/// the pointer of a call that has ended cannot be mistaken for a running one.
@safe
final class CallSlot: @unchecked Sendable {  // `block` is written before a call starts and after it ended
    @unsafe
    private struct Block {
        var call: tw_call
        var slot: Unmanaged<CallSlot>?
    }

    private let block: UnsafeMutablePointer<Block>
    private var memory: UnsafeMutableBufferPointer<UInt8>
    private let active = Mutex<ActiveCall?>(nil)
    let plugin: PluginInstance

    init(plugin: PluginInstance) {
        self.plugin = plugin
        // SAFETY: never freed; `slot` is retained for ever by the block that a plugin may still point to.
        unsafe block = .allocate(capacity: 1)
        unsafe memory = .init(start: nil, count: 0)
        unsafe block.initialize(to: Block(call: tw_call(), slot: nil))
        unsafe block.pointee.slot = Unmanaged.passRetained(self)
    }

    /// What the plugin gets.
    var pointer: UnsafePointer<tw_call> {
        unsafe UnsafeRawPointer(block).assumingMemoryBound(to: tw_call.self)
    }

    static func of(_ call: UnsafePointer<tw_call>) -> CallSlot? {
        // SAFETY: every tw_call that leaves the host is the first field of a Block that is never freed.
        unsafe UnsafeRawPointer(call).assumingMemoryBound(to: Block.self).pointee.slot?.takeUnretainedValue()
    }

    /// The call that runs in this slot, or was abandoned in it; nothing once `done` was called.
    var current: ActiveCall? { active.withLock { $0 } }

    /// Takes the call out: only the first `done` gets it.
    func take() -> ActiveCall? {
        active.withLock { call in
            defer { call = nil }
            return call
        }
    }

    func begin(_ call: ActiveCall, tool: UInt32, arguments: [UInt8], meta: [UInt8], deadline: Int64) {
        // SAFETY: the slot is out of the pool, so nobody else writes here; freed by `end`.
        unsafe memory = .allocate(capacity: arguments.count + meta.count + 1)
        _ = unsafe memory.update(fromContentsOf: arguments)
        _ = unsafe memory[arguments.count...].update(fromContentsOf: meta)
        let start = unsafe UnsafePointer(memory.baseAddress)
        unsafe block.pointee.call = tw_call(
            struct_size: UInt32(MemoryLayout<tw_call>.size),
            tool: tool,
            id: call.id,
            arguments: tw_bytes(ptr: start, len: arguments.count),
            meta: tw_bytes(ptr: start?.advanced(by: arguments.count), len: meta.count),
            deadline_ns: deadline,
            ops: CallOperations.table
        )
        active.withLock { $0 = call }
    }

    /// Frees what the call pointed to, once the plugin's `done` is about to return.
    func end() {
        unsafe block.pointee.call.arguments = tw_bytes(ptr: nil, len: 0)
        unsafe block.pointee.call.meta = tw_bytes(ptr: nil, len: 0)
        unsafe memory.deallocate()
        unsafe memory = .init(start: nil, count: 0)
    }
}

/// The slots of one plugin, reused oldest first.
final class CallPool: Sendable {
    private struct State {
        var free = FIFO<CallSlot>()
        var made = 0
    }

    /// Calls that end before a slot is used again.
    static let quarantine = 512
    /// Calls that may be in flight at once, the abandoned ones included.
    static let maximum = 4096

    private let state = Mutex(State())

    /// Takes a slot; nothing when too many are taken.
    func take(for plugin: PluginInstance) -> CallSlot? {
        let (slot, mayMake) = state.withLock { state -> (CallSlot?, Bool) in
            if state.free.count > Self.quarantine { return (state.free.popFirst(), false) }
            guard state.made < Self.maximum + Self.quarantine else { return (nil, false) }
            state.made += 1
            return (nil, true)
        }
        return mayMake ? CallSlot(plugin: plugin) : slot
    }

    func giveBack(_ slot: CallSlot) { state.withLock { $0.free.append(slot) } }
}
