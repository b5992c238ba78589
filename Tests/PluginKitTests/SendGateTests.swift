// SPDX-License-Identifier: Apache-2.0

import PluginKit
import Testing

struct SendGateTests {
    private static let second: Int64 = 1_000_000_000

    @Test func `an open gate lets everybody through at once`() {
        var gate = SendGate()
        for _ in 0..<100 {
            var ticket = gate.enter(now: 5)
            let wait = gate.wait(&ticket, now: 5)
            #expect(wait == nil)
        }
    }

    @Test func `throttling holds back those who come later and those who wait already`() throws {
        var gate = SendGate()
        gate.throttled(sent: 0, now: 0, wait: .seconds(1))
        var early = gate.enter(now: 1)
        #expect(gate.wait(&early, now: 1) != nil)
        // A second, longer wait arrives while the first request is still waiting.
        gate.throttled(sent: 0, now: 2, wait: .seconds(9))
        let rest = gate.wait(&early, now: Self.second + 3)
        #expect(try #require(rest) >= .seconds(7))
        #expect(gate.wait(&early, now: 10 * Self.second) == nil)
    }

    @Test func `after throttling requests follow each other at a distance`() {
        var gate = SendGate()
        gate.throttled(sent: 0, now: 0, wait: nil)
        let now = Self.second
        var waits: [Duration] = []
        for _ in 0..<5 {
            var ticket = gate.enter(now: now)
            waits.append(gate.wait(&ticket, now: now) ?? .zero)
        }
        #expect(waits == waits.sorted())
        #expect(Set(waits).count == 5)
    }

    @Test func `one burst of throttled replies counts once`() {
        var (one, many) = (SendGate(), SendGate())
        one.throttled(sent: 10, now: 20, wait: nil)
        for reply in 0..<50 { many.throttled(sent: 10, now: 20 + Int64(reply % 2), wait: nil) }
        var (first, second) = (one.enter(now: Self.second), many.enter(now: Self.second))
        _ = (one.wait(&first, now: Self.second), many.wait(&second, now: Self.second))
        #expect(one.wait(&first, now: Self.second) == many.wait(&second, now: Self.second))
    }

    @Test func `successes open the gate again`() {
        var gate = SendGate()
        gate.throttled(sent: 0, now: 0, wait: nil)
        for _ in 0..<100 { gate.succeeded() }
        for _ in 0..<10 {
            var ticket = gate.enter(now: Self.second)
            let wait = gate.wait(&ticket, now: Self.second)
            #expect(wait == nil)
        }
    }
}
