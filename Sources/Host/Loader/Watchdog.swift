// SPDX-License-Identifier: Apache-2.0

/// One thread that runs short actions at set times: deadlines, and the grace after them.
///
/// Actions never call plugin code: they hand it to an ``InvokerPool``.
final class Watchdog: Sendable {
    typealias Action = @Sendable () -> Void
    typealias Alarm = UInt64

    private struct State {
        var times = TimeHeap()
        var actions: [Alarm: Action] = [:]
        var nextAlarm: Alarm = 1
        var isRunning = false
    }

    private let state = Monitor(State())

    /// Runs `action` at a time (nanoseconds of CLOCK_MONOTONIC), unless it is cancelled before.
    func schedule(at time: Int64, _ action: @escaping Action) -> Alarm {
        let (alarm, needsThread, isNext) = state.withLock { state in
            let alarm = state.nextAlarm
            state.nextAlarm += 1
            state.actions[alarm] = action
            state.times.insert(.init(time: time, alarm: alarm))
            let needsThread = !state.isRunning
            state.isRunning = true
            return (alarm, needsThread, state.times.first?.alarm == alarm)
        }
        if needsThread {
            if !PluginThread.start({ self.watch() }) {
                state.withLock { $0.isRunning = false }
            }
        } else if isNext {
            state.signal()
        }
        return alarm
    }

    /// Forgets an alarm; one that has rung or never was is ignored.
    func cancel(_ alarm: Alarm) {
        state.withLock { state in
            guard state.actions.removeValue(forKey: alarm) != nil else { return }
            if state.times.count > 64 + 2 * state.actions.count {
                let live = state.actions
                state.times.keep { live[$0.alarm] != nil }
            }
        }
    }

    private func watch() {
        while let action = nextDue() { action() }
    }

    /// Waits for the next alarm; the thread leaves after ten seconds without any.
    private func nextDue() -> Action? {
        let limit = MonotonicTime.after(.seconds(10))
        return state.await { state in
            let now = MonotonicTime.now
            while let first = state.times.first {
                guard state.actions[first.alarm] != nil else {
                    state.times.removeFirst()
                    continue
                }
                guard first.time <= now else { return .waitUntil(first.time) }
                state.times.removeFirst()
                return .ready(state.actions.removeValue(forKey: first.alarm))
            }
            guard now >= limit else { return .waitUntil(limit) }
            state.isRunning = false
            return .ready(nil)
        }
    }
}

/// A binary heap of alarms, the earliest first.
struct TimeHeap {
    struct Entry {
        let time: Int64
        let alarm: Watchdog.Alarm
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }
    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0, entries[child].time < entries[(child - 1) / 2].time {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].time < entries[least].time {
                least = child
            }
            if least == parent { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }

    mutating func keep(_ isKept: (Entry) -> Bool) {
        let kept = entries.filter(isKept)
        entries = []
        for entry in kept { insert(entry) }
    }
}
