// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// A reply as a plugin received it.
struct Reply: Sendable {
    var status: UInt32?
    var heads = 0
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var outcome: tw_status?
    var ends = 0
    var error = ""

    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}

/// The callbacks of one request.
final class ReplyRecorder: Sendable {
    private struct State {
        var reply = Reply()
        var waiting: CheckedContinuation<Reply, Never>?
        var onBody: (@Sendable () -> Bool)?
    }

    private let state = Mutex(State())

    /// Sets what runs with each piece of the body and says whether more is wanted.
    init(onBody: (@Sendable () -> Bool)? = nil) { state.withLock { $0.onBody = onBody } }

    var reply: Reply { state.withLock { $0.reply } }

    /// Waits for the end.
    func end() async -> Reply {
        await withCheckedContinuation { continuation in
            let reply = state.withLock { state -> Reply? in
                if state.reply.outcome == nil { state.waiting = continuation }
                return state.reply.outcome == nil ? nil : state.reply
            }
            if let reply { continuation.resume(returning: reply) }
        }
    }

    private func finish(_ outcome: tw_status, _ error: String) {
        let (reply, waiting) = state.withLock { state in
            state.reply.ends += 1
            state.reply.outcome = outcome
            state.reply.error = error
            defer { state.waiting = nil }
            return (state.reply, state.waiting)
        }
        waiting?.resume(returning: reply)
    }

    // MARK: C

    /// The recorder as the plugin's `user`; taken back by `of`, never freed, as a doubled `on_done` would read it.
    var user: UnsafeMutableRawPointer {
        // SAFETY: leaked on purpose.
        unsafe Unmanaged.passRetained(self).toOpaque()
    }

    static func of(_ user: UnsafeMutableRawPointer?) -> ReplyRecorder? {
        // SAFETY: `user` was made by `user` above and is never freed.
        unsafe user.map { unsafe Unmanaged<ReplyRecorder>.fromOpaque($0).takeUnretainedValue() }
    }

    static var events: tw_http_events {
        // SAFETY: the functions copy what they are lent.
        unsafe tw_http_events(
            struct_size: UInt32(MemoryLayout<tw_http_events>.size),
            reserved: 0,
            on_head: { user, status, headers, count in
                let fields = (0..<Int(count))
                    .map { index in
                        unsafe (
                            name: ReplyRecorder.text(headers?[index].name),
                            value: ReplyRecorder.text(headers?[index].value)
                        )
                    }
                unsafe ReplyRecorder.of(user)?.state
                    .withLock { state in
                        state.reply.status = status
                        state.reply.heads += 1
                        state.reply.headers = fields
                    }
                return 0
            },
            on_body: { user, chunk in
                guard let recorder = unsafe ReplyRecorder.of(user) else { return 1 }
                let bytes = unsafe Array(UnsafeBufferPointer(start: chunk.ptr, count: chunk.len))
                let hook = recorder.state.withLock { state in
                    state.reply.body += bytes
                    return state.onBody
                }
                return hook?() == false ? 1 : 0
            },
            on_done: { user, status, error in
                unsafe ReplyRecorder.of(user)?.finish(status, ReplyRecorder.text(error))
            }
        )
    }

    private static func text(_ bytes: tw_bytes?) -> String {
        guard let bytes = unsafe bytes else { return "" }
        // SAFETY: lent for the callback that calls this.
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes.ptr, count: bytes.len), as: UTF8.self)
    }
}
