// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Glibc

/// A socket pool whose connections send each write at once.
///
/// FlyingFox writes a reply's head and body apart and leaves Nagle's algorithm on; with the receiver's delayed
/// acknowledgement that costs 40 ms per reply on a reused connection. Connections inherit TCP_NODELAY from the
/// listening socket, which is the first one that waits here.
struct PromptSocketPool<Base: AsyncSocketPool>: AsyncSocketPool {
    let base: Base

    func prepare() async throws { try await base.prepare() }

    func run() async throws { try await base.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        try socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        try await base.suspendSocket(socket, untilReadyFor: events)
    }
}
