// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Where a reply goes: the plugin's three callbacks.
@safe
struct ReplySink: @unchecked Sendable {  // used on the engine's thread only, once `start` has copied it
    private let events: tw_http_events
    private let user: UnsafeMutableRawPointer?

    /// Copies what a plugin lends.
    ///
    /// - Throws: ``ServiceRefusal`` when the struct is too small or a callback is missing.
    init(_ events: UnsafePointer<tw_http_events>, user: UnsafeMutableRawPointer?) throws(ServiceRefusal) {
        // SAFETY: every version of the struct begins with its size; the rest is read only if it is there.
        guard unsafe events.pointee.struct_size >= UInt32(MemoryLayout<tw_http_events>.size) else {
            throw .argument("The struct_size of the events is too small.")
        }
        guard unsafe events.pointee.on_done != nil else { throw .argument("on_done is NULL.") }
        unsafe self.events = events.pointee
        unsafe self.user = user
    }

    /// Tells status and header fields.
    ///
    /// - Returns: whether the plugin wants the rest.
    func head(_ head: ReplyHead) -> Bool {
        guard let callback = unsafe events.on_head else { return true }
        // SAFETY: the fields point into `head`'s bytes, which are lent for the call.
        return unsafe head.lend { headers in
            unsafe callback(user, head.status, headers.baseAddress, UInt32(headers.count)) == 0
        }
    }

    /// Tells the next bytes of the body.
    ///
    /// - Returns: whether the plugin wants the rest.
    func body(_ chunk: UnsafeRawBufferPointer) -> Bool {
        guard let callback = unsafe events.on_body else { return true }
        // SAFETY: libcurl lends the chunk for this call.
        let start = unsafe chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return unsafe callback(user, tw_bytes(ptr: start, len: chunk.count)) == 0
    }

    /// Tells the end; to be called exactly once.
    func done(_ failure: ServiceRefusal?) {
        // SAFETY: the message is lent for the call; after it the plugin's pointer is not used again.
        unsafe BorrowedBytes.lend(Array((failure?.message ?? "").utf8)) { message in
            unsafe events.on_done(user, failure?.code.status ?? TW_OK, message)
        }
    }
}
