// SPDX-License-Identifier: Apache-2.0

import FlyingFox
import FlyingSocks

/// Gives a head and then filler; then fails, so that the server closes the connection.
///
/// When head and filler reach the declared size, the reader has stopped asking and nothing fails.
struct FaultyBody: AsyncBufferedSequence {
    typealias Element = UInt8

    let head: [UInt8]
    let filler: Int

    func makeAsyncIterator() -> Iterator { Iterator(head: head, filler: filler) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        private var head: [UInt8]
        private var filler: Int

        init(head: [UInt8], filler: Int) {
            self.head = head
            self.filler = filler
        }

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            if !head.isEmpty {
                defer { head.removeFirst(Swift.min(count, head.count)) }
                return Array(head.prefix(count))
            }
            guard filler > 0 else { throw SocketError.disconnected }
            let size = Swift.min(count, filler)
            filler -= size
            return [UInt8](repeating: UInt8(ascii: " "), count: size)
        }
    }
}

/// Closes the connection without a byte: FlyingFox asks a web socket for its frames before it writes the head.
struct HangUp: WSHandler {
    func makeFrames(
        for client: AsyncThrowingStream<WSFrame, any Error>
    ) async throws -> AsyncStream<WSFrame> {
        throw SocketError.disconnected
    }
}
