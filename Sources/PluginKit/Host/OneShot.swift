// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Joins a C callback that comes once, a continuation, and a cancellation that may come at any time.
///
/// The states run `idle → waiting → over`, or `idle → over` when the outcome is there before anybody waits.
final class OneShot<Outcome: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Outcome, Never>)
        case arrived(Outcome)
        case over
    }

    private struct Content {
        var state = State.idle
        var handle: UInt64?
        var isCancelled = false
    }

    private let content = Mutex(Content())

    /// Delivers the outcome; a second one is ignored.
    func deliver(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = content.withLock { content in
            switch content.state {
            case .idle:
                content.state = .arrived(outcome)
                return nil
            case .waiting(let continuation):
                content.state = .over
                return continuation
            case .arrived, .over:
                return nil
            }
        }
        waiting?.resume(returning: outcome)
    }

    /// Waits for the outcome; once.
    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let arrived: Outcome? = content.withLock { content in
                if case .arrived(let outcome) = content.state {
                    content.state = .over
                    return outcome
                }
                content.state = .waiting(continuation)
                return nil
            }
            if let arrived { continuation.resume(returning: arrived) }
        }
    }

    /// Notes what names the work to the host.
    ///
    /// - Returns: whether the work was cancelled in the meantime, so that the caller must cancel it.
    func started(_ handle: UInt64) -> Bool {
        content.withLock { content in
            content.handle = handle
            return content.isCancelled
        }
    }

    /// Marks the work as cancelled.
    ///
    /// - Returns: what names it to the host, when it is known already.
    func cancel() -> UInt64? {
        content.withLock { content in
            content.isCancelled = true
            return content.handle
        }
    }
}
