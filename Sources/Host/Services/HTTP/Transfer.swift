// SPDX-License-Identifier: Apache-2.0

import CCurl
import HostShims

/// One request on its way; lives on the engine's thread.
final class Transfer {
    let address: WebAddress
    let easy: CurlEasy
    /// CLOCK_MONOTONIC nanoseconds.
    let deadline: Int64
    /// Why this side ended it; nothing: libcurl's code says how it ended.
    private(set) var refusal: ServiceRefusal?

    private let sink: ReplySink
    private let bodyLimit: UInt64
    private var head: ReplyHead
    private var hasHead = false
    private var received: UInt64 = 0

    init(
        request: OutgoingRequest,
        sink: ReplySink,
        easy: CurlEasy,
        deadline: Int64,
        limits: HTTPLimits
    ) {
        self.sink = sink
        self.easy = easy
        self.deadline = deadline
        address = request.address
        bodyLimit = request.bodyLimit == 0 ? limits.body : request.bodyLimit
        head = ReplyHead(byteLimit: limits.head, fieldLimit: limits.headers)
    }

    /// Tells the plugin the end; to be called once.
    func finish(_ failure: ServiceRefusal?) { sink.done(failure) }

    // MARK: libcurl's callbacks

    /// Points libcurl's callbacks here.
    func attach() {
        // SAFETY: the engine keeps `self` for as long as the easy handle is in the multi handle.
        let user = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
            unsafe Transfer.called(bytes, size * count, user) { unsafe $0.takeLine($1) }
        }
        unsafe easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
            unsafe Transfer.called(bytes, size * count, user) { unsafe $0.takeBody($1) }
        }
        unsafe easy.set(CURLOPT_HEADERDATA, user)
        unsafe easy.set(CURLOPT_WRITEDATA, user)
    }

    /// An answer other than `count` makes libcurl end the transfer with CURLE_WRITE_ERROR.
    private static func called(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ user: UnsafeMutableRawPointer?,
        _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let user = unsafe user else { return 0 }
        // SAFETY: `user` is the transfer that `attach` passed, which is alive; libcurl lends `count` bytes.
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue()
        let goesOn = unsafe body(transfer, UnsafeRawBufferPointer(start: bytes, count: count))
        return goesOn ? count : (count == 0 ? 1 : 0)
    }

    private func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
        // RFC 9112 section 7.1.2: what comes after a chunked body are trailer fields, which are dropped.
        guard !hasHead else { return true }
        switch unsafe head.take(line) {
        case .more: return true
        case .tooLarge:
            refusal = ServiceRefusal(
                .resourceExhausted,
                "The reply of \(address.place) has too large a head."
            )
            return false
        case .complete:
            hasHead = true
            return goesOn(sink.head(head))
        }
    }

    private func takeBody(_ chunk: UnsafeRawBufferPointer) -> Bool {
        received += UInt64(chunk.count)
        guard received <= bodyLimit else {
            refusal = ServiceRefusal(
                .resourceExhausted,
                "The body of the reply of \(address.place) has more than \(bodyLimit) bytes."
            )
            return false
        }
        return unsafe goesOn(sink.body(chunk))
    }

    private func goesOn(_ wanted: Bool) -> Bool {
        if !wanted { refusal = ServiceRefusal(.cancelled, "The plugin wanted no more of the reply.") }
        return wanted
    }
}
