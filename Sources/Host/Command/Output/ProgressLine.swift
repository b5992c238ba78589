// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// One line on a terminal that shows how far a call is, and goes when it ends.
final class ProgressLine: Sendable {
    private let isShown: Bool
    private let last = Mutex(-1)

    /// Makes a line.
    ///
    /// - Parameter isShown: whether there is a terminal to show it on.
    init(isShown: Bool) { self.isShown = isShown }

    /// Shows a state.
    ///
    /// - Parameters:
    ///   - done: units done.
    ///   - total: units in all, when known.
    ///   - message: what is being done.
    func show(_ done: Double, of total: Double?, _ message: String?) {
        guard isShown else { return }
        let share = total.map { $0 > 0 ? min(1, done / $0) : 0 }
        let step = Int((share ?? 0) * 1000) + Int(done)
        guard last.withLock({ swap(&$0, step) != step }) else { return }
        let text = TerminalText.cut(TerminalText.safe(message ?? ""), to: 50)
        let count = total.map { "\(Int(done))/\(Int($0))" } ?? "\(Int(done))"
        Console.complain("\r\u{1B}[K\(Self.bar(share)) \(count) \(text)")
    }

    /// Takes the line away.
    func clear() {
        guard isShown, last.withLock({ $0 }) >= 0 else { return }
        Console.complain("\r\u{1B}[K")
    }

    private static func bar(_ share: Double?) -> String {
        let width = 24
        let filled = Int((share ?? 0) * Double(width))
        return "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
            + "]"
    }

    private func swap(_ value: inout Int, _ new: Int) -> Int {
        defer { value = new }
        return value
    }
}
