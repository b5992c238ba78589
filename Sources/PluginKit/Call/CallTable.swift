// SPDX-License-Identifier: Apache-2.0

/// The calls under way in one plugin: a state machine without effects.
///
/// A call is *running* until `end`; a cancellation that comes before `start` is remembered by nobody, as the
/// contract allows. After `drain` the table reports once that it is empty.
struct CallTable<Work: Sendable>: Sendable {
    private var running: [UInt64: Work] = [:]
    private var isDraining = false
    private var isDrained = false

    /// The number of calls under way.
    var count: Int { running.count }

    mutating func start(_ id: UInt64, _ work: Work) { running[id] = work }

    /// The work to cancel, when the call is under way.
    func cancel(_ id: UInt64) -> Work? { running[id] }

    /// Ends a call.
    ///
    /// - Returns: whether to report that the plugin is drained.
    mutating func end(_ id: UInt64) -> Bool {
        running[id] = nil
        return reportsDrained()
    }

    /// Begins to drain.
    ///
    /// - Returns: whether to report at once that the plugin is drained.
    mutating func drain() -> Bool {
        isDraining = true
        return reportsDrained()
    }

    private mutating func reportsDrained() -> Bool {
        guard isDraining, !isDrained, running.isEmpty else { return false }
        isDrained = true
        return true
    }
}
