// SPDX-License-Identifier: Apache-2.0

import PluginKit
import Synchronization
import Testing

struct LimiterTests {
    private final class Counter: Sendable {
        private let state = Mutex((now: 0, most: 0, total: 0))

        var most: Int { state.withLock { $0.most } }
        var total: Int { state.withLock { $0.total } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.total += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test(arguments: [1, 3, 50]) func `never more than the limit run, and all run in the end`(
        limit: Int
    ) async throws {
        let (limiter, counter) = (Limiter(limit), Counter())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    try await limiter.run {
                        counter.enter()
                        await Task.yield()
                        counter.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(counter.total == 500)
        #expect(counter.most <= limit)
    }

    @Test func `a cancelled task leaves the line without taking a place`() async throws {
        let limiter = Limiter(1)
        try await limiter.enter()
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { try await limiter.enter() } catch { return true }
                return false
            }
            group.cancelAll()
            #expect(await group.next() == true)
        }
        limiter.leave()
        try await limiter.enter()
    }
}
