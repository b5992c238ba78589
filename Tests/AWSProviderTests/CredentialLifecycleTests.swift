// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct CredentialLifecycleTests {
    private let start = WallClock(secondsSince1970: 1_784_600_000)

    private func keys(_ name: String = "A", lasting seconds: Double? = 3600) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: name,
            secretAccessKey: "s",
            expiration: seconds.map { start + $0 },
            source: "test"
        )
    }

    private func loaded(_ keys: AWSCredentials) -> CredentialLifecycle {
        var lifecycle = CredentialLifecycle()
        _ = lifecycle.decide(at: start)
        lifecycle.fetched(keys, at: start)
        return lifecycle
    }

    @Test func `the first caller fetches and the others join`() {
        var lifecycle = CredentialLifecycle()
        #expect(lifecycle.decide(at: start) == .fetch(fallback: nil))
        #expect(lifecycle.decide(at: start) == .join)
        #expect(lifecycle.decide(at: start) == .join)
    }

    @Test func `credentials without an end are used for ever`() {
        var lifecycle = loaded(keys(lasting: nil))
        #expect(lifecycle.decide(at: start + 1e9) == .use(keys(lasting: nil)))
    }

    @Test(arguments: [
        (0.0, false), (2699.0, false), (2701.0, true), (3299.0, true),
    ])
    func `with five to fifteen minutes left one caller renews and the others do not wait`(
        _ elapsed: Double,
        _ renews: Bool
    ) {
        var lifecycle = loaded(keys())
        let now = start + elapsed
        #expect(lifecycle.decide(at: now) == (renews ? .fetch(fallback: keys()) : .use(keys())))
        #expect(lifecycle.decide(at: now) == .use(keys()))
    }

    @Test(arguments: [3301.0, 3600, 4000])
    func `with less than five minutes left everybody waits`(_ elapsed: Double) {
        var lifecycle = loaded(keys())
        #expect(lifecycle.decide(at: start + elapsed) == .fetch(fallback: nil))
        #expect(lifecycle.decide(at: start + elapsed) == .join)
    }

    @Test func `a failed early renewal is tried again after a pause`() {
        var lifecycle = loaded(keys())
        _ = lifecycle.decide(at: start + 2701)
        lifecycle.failed(at: start + 2702)
        #expect(lifecycle.decide(at: start + 2703) == .use(keys()))
        #expect(lifecycle.decide(at: start + 2733) == .fetch(fallback: keys()))
    }

    @Test func `a failed late renewal is tried again at once`() {
        var lifecycle = loaded(keys())
        _ = lifecycle.decide(at: start + 3400)
        lifecycle.failed(at: start + 3400)
        #expect(lifecycle.decide(at: start + 3400) == .fetch(fallback: nil))
    }

    @Test func `a renewal replaces what there was`() {
        var lifecycle = loaded(keys())
        _ = lifecycle.decide(at: start + 3000)
        lifecycle.fetched(keys("B", lasting: 7200), at: start + 3000)
        #expect(lifecycle.decide(at: start + 3700) == .use(keys("B", lasting: 7200)))
    }

    @Test func `credentials that never last long are not fetched at every call`() {
        var lifecycle = loaded(keys(lasting: 120))
        #expect(lifecycle.decide(at: start + 10) == .use(keys(lasting: 120)))
        #expect(lifecycle.decide(at: start + 31) == .fetch(fallback: nil))
    }

    @Test func `refused credentials are forgotten and others are not`() {
        var lifecycle = loaded(keys())
        lifecycle.discard(keys("B"))
        #expect(lifecycle.decide(at: start) == .use(keys()))
        lifecycle.discard(keys())
        #expect(lifecycle.decide(at: start) == .fetch(fallback: nil))
    }
}
