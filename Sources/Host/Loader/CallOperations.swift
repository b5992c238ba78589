// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// The functions of `tw_call_ops`, which plugins call on any thread, at any time, and wrongly.
enum CallOperations {
    /// The one table of all calls.
    // SAFETY: written once here, never freed, read by plugins only.
    nonisolated(unsafe) static let table: UnsafePointer<tw_call_ops> = {  // constant once made
        let table = UnsafeMutablePointer<tw_call_ops>.allocate(capacity: 1)
        unsafe table.initialize(to: make())
        return unsafe UnsafePointer(table)
    }()

    private static func make() -> tw_call_ops {
        unsafe tw_call_ops(
            struct_size: UInt32(MemoryLayout<tw_call_ops>.size),
            reserved: 0,
            state: { call in
                unsafe CallOperations.slot(call)?.current?.state ?? UInt32(TW_CALL_CANCELLED)
            },
            progress: { call, done, total, message in
                guard let active = unsafe CallOperations.slot(call)?.current else { return }
                let text = unsafe message.len <= CallOperations.longestMessage ? CText.string(message) : nil
                active.progress(done: done, total: total, message: text ?? "")
            },
            emit: { call, kind, chunk in unsafe CallOperations.emit(call, kind, chunk) },
            emit_batch: { call, schema, array in unsafe CallOperations.emitBatch(call, schema, array) },
            on_credit: { call, user, callback in
                guard let callback = unsafe callback else { return }
                let waiter = unsafe CreditWaiter(user: user, callback: callback)
                if let active = unsafe CallOperations.slot(call)?.current {
                    active.wait(waiter)
                } else {
                    waiter.run()
                }
            },
            done: { call, status, result in unsafe CallOperations.done(call, status, result) }
        )
    }

    private static let longestMessage = 4096

    private static func slot(_ call: UnsafePointer<tw_call>?) -> CallSlot? {
        guard let call = unsafe call else { return nil }
        return unsafe CallSlot.of(call)
    }

    private static func emit(_ call: UnsafePointer<tw_call>?, _ kind: UInt32, _ chunk: tw_bytes) -> Int32 {
        guard let slot = unsafe slot(call) else { return TW_STOP }
        guard let active = slot.current else {
            slot.plugin.report(
                .emitAfterDone,
                "Plugin \(slot.plugin.id) emitted a chunk for a call that had ended."
            )
            return TW_STOP
        }
        guard unsafe chunk.len <= active.traits.maximumChunk, unsafe chunk.ptr != nil || chunk.len == 0 else {
            let limit = active.traits.maximumChunk
            active.fail(
                .chunkInvalid,
                unsafe "it emitted a chunk of \(chunk.len) bytes; the limit is \(limit)."
            )
            return TW_STOP
        }
        let credits = active.reserve()
        guard credits >= 0 else { return credits }
        do {
            let event = try unsafe ChunkReader.event(kind, CText.array(chunk), active.traits)
            return active.deliver(event, credits: credits)
        } catch {
            active.fail(.chunkInvalid, error.message)
            return TW_STOP
        }
    }

    private static func emitBatch(
        _ call: UnsafePointer<tw_call>?,
        _ schema: UnsafeMutablePointer<ArrowSchema>?,
        _ array: UnsafeMutablePointer<ArrowArray>?
    ) -> Int32 {
        guard let slot = unsafe slot(call) else { return TW_STOP }
        guard let active = slot.current else {
            slot.plugin.report(
                .emitAfterDone,
                "Plugin \(slot.plugin.id) emitted a batch for a call that had ended."
            )
            unsafe release(schema, array)
            return TW_STOP
        }
        let credits = active.reserve()
        if credits == TW_NO_CREDIT { return credits }
        // SAFETY: from here on both structs are moved (call.h, `emit_batch`).
        defer { unsafe release(schema, array) }
        guard credits >= 0 else { return credits }
        guard let decoder = active.traits.decoder else {
            active.fail(.batchInvalid, "it emitted a batch, which this kind of call does not take.")
            return TW_MALFORMED
        }
        do {
            let resources = try unsafe decoder.resources(schema, array)
            return active.deliver(.resources(resources), credits: credits)
        } catch {
            active.fail(.batchInvalid, "it emitted a malformed batch: \(error.message)")
            return TW_MALFORMED
        }
    }

    /// Releases moved structs once; a struct without `release` is released already.
    private static func release(
        _ schema: UnsafeMutablePointer<ArrowSchema>?,
        _ array: UnsafeMutablePointer<ArrowArray>?
    ) {
        if let array = unsafe array, let release = unsafe array.pointee.release {
            unsafe release(array)
            unsafe array.pointee.release = nil
        }
        if let schema = unsafe schema, let release = unsafe schema.pointee.release {
            unsafe release(schema)
            unsafe schema.pointee.release = nil
        }
    }

    private static func done(_ call: UnsafePointer<tw_call>?, _ status: tw_status, _ result: tw_owned) {
        defer { if let release = unsafe result.release { unsafe release(result.owner) } }
        guard let slot = unsafe slot(call) else { return }
        guard let active = slot.take() else {
            slot.plugin.report(.doneTwice, "Plugin \(slot.plugin.id) called done for a call that had ended.")
            return
        }
        let isReadable = unsafe result.ptr != nil && result.len <= CallAnswer.maximumSize
        // SAFETY: `result` is the host's from here on; it is copied before it is released.
        let bytes = unsafe isReadable ? CText.array(tw_bytes(ptr: result.ptr, len: result.len)) : []
        active.finish(status, bytes)
        slot.end()
        slot.plugin.callFinished(active, in: slot)
    }
}
