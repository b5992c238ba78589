// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// A finished batch that this side still owns; freed unless it is handed over.
@safe
struct ArrowBatch: ~Copyable {
    private var schema: ArrowSchema
    private var array: ArrowArray

    @unsafe
    init(schema: ArrowSchema, array: ArrowArray) {
        unsafe self.schema = schema
        unsafe self.array = array
    }

    /// Offers the batch; it is moved unless the answer is TW_NO_CREDIT.
    @unsafe
    mutating func offer(to call: UnsafePointer<tw_call>) -> Int32 {
        // SAFETY: the host sets `release` to NULL in what it has taken (call.h), so `deinit` sees it.
        unsafe call.pointee.ops.pointee.emit_batch?(call, &schema, &array) ?? TW_STOP
    }

    deinit {
        // SAFETY: `release` is NULL in what was moved; what is left belongs to this value alone.
        var (schema, array) = unsafe (schema, array)
        if let release = unsafe schema.release { unsafe release(&schema) }
        if let release = unsafe array.release { unsafe release(&array) }
    }
}

/// Holds a batch so that a closure can change it.
final class ArrowBatchBox {
    private var batch: ArrowBatch

    init(_ batch: consuming ArrowBatch) { self.batch = batch }

    @unsafe
    func offer(to call: UnsafePointer<tw_call>) -> Int32 { unsafe batch.offer(to: call) }
}
