// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Ends when standard input closes: whoever started the estate is gone then.
///
/// SIGTERM and SIGINT keep their usual effect; the estate has nothing to put in order.
struct EndOfInput: Sendable {
    private let ends: AsyncStream<Void>

    /// Starts reading.
    init() {
        let (ends, end) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.ends = ends
        // A thread of its own, because reading blocks; it dies with the process.
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            end.finish()
        }
    }

    /// Waits for the end, or for cancellation.
    func wait() async {
        for await _ in ends {}
    }
}
