// SPDX-License-Identifier: Apache-2.0

import PluginKit
import Testing

/// Gives the highest or the lowest number that a range allows.
private struct Extreme: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
}

struct RetryStateTests {
    private let policy = RetryPolicy(
        maximumAttempts: 6,
        maximumTransientAttempts: 4,
        transientBase: .milliseconds(50),
        throttlingBase: .milliseconds(500),
        maximumWait: .seconds(2)
    )

    private func waits(_ failure: RetryableFailure, _ random: UInt64, count: Int) -> [RetryState.Action] {
        var (state, quota, random) = (RetryState(policy: policy), RetryQuota(), Extreme(value: random))
        return (0..<count).map { _ in state.failed(failure, quota: &quota, random: &random) }
    }

    @Test func `the longest wait doubles with each failure up to its limit`() {
        let longest = waits(.throttled(retryAfter: nil), .max, count: 5)
        let bounds: [Int64] = [500, 1000, 2000, 2000, 2000]
        #expect(longest == bounds.map { .wait(.milliseconds($0)) })
    }

    @Test func `the jitter may shrink a wait to nothing`() {
        #expect(waits(.transient(retryAfter: nil), 0, count: 3) == Array(repeating: .wait(.zero), count: 3))
    }

    @Test(arguments: [
        (RetryableFailure.throttled(retryAfter: nil), 6), (.transient(retryAfter: nil), 4), (.timeout, 4),
    ])
    func `a request is sent as often as the policy says`(failure: RetryableFailure, attempts: Int) {
        let actions = waits(failure, 0, count: attempts)
        #expect(actions.dropLast().allSatisfy { $0 != .giveUp(.attempts) })
        #expect(actions.last == .giveUp(.attempts))
    }

    @Test func `no request goes out before the wait that the cloud asks for`() {
        for random in [UInt64.min, .max / 2, .max] {
            guard case .wait(let wait) = waits(.throttled(retryAfter: .seconds(7)), random, count: 1)[0]
            else {
                Issue.record("The request was given up.")
                continue
            }
            #expect(wait >= .seconds(7))
        }
    }

    @Test func `a wait of hours is not worth it`() {
        #expect(waits(.throttled(retryAfter: .seconds(3600)), 0, count: 1) == [.giveUp(.wait)])
    }

    @Test func `a wait beyond the deadline is not begun`() {
        var (state, quota, random) = (RetryState(policy: policy), RetryQuota(), Extreme(value: .max))
        let action = state.failed(
            .throttled(retryAfter: .seconds(3)),
            remaining: .seconds(2),
            quota: &quota,
            random: &random
        )
        #expect(action == .giveUp(.deadline))
        #expect(quota.tokens == RetryQuota.capacity)
    }

    @Test func `many requests share one budget of retries`() {
        var (quota, random) = (RetryQuota(), Extreme(value: 0))
        var retried = 0
        for _ in 0..<1000 {
            var state = RetryState(policy: policy)
            if case .wait = state.failed(.transient(retryAfter: nil), quota: &quota, random: &random) {
                retried += 1
            }
        }
        #expect(retried == RetryQuota.capacity / 5)
    }

    @Test(arguments: [(RetryableFailure.timeout, 10), (.transient(retryAfter: nil), 5)])
    func `a retry costs its price, and success gives it back`(failure: RetryableFailure, price: Int) {
        var (state, quota, random) = (RetryState(policy: policy), RetryQuota(), Extreme(value: 0))
        _ = state.failed(failure, quota: &quota, random: &random)
        #expect(quota.tokens == RetryQuota.capacity - price)
        state.succeeded(quota: &quota)
        #expect(quota.tokens == RetryQuota.capacity)
    }
}
