// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What all requests to one service in one region share: how many run, when the next may go, retries left.
final class ServiceLane: Sendable {
    /// Most requests at once; more would only queue at the service.
    private static let width = 64

    let limiter = Limiter(width)
    private let state: Mutex<State>

    private struct State {
        var gate = SendGate()
        var quota = RetryQuota()
        var random: Jitter
    }

    init(seed: UInt64) { state = Mutex(State(random: Jitter(state: seed))) }

    func enter(now: Int64) -> SendGate.Ticket { state.withLock { $0.gate.enter(now: now) } }

    func wait(_ ticket: inout SendGate.Ticket, now: Int64) -> Duration? {
        state.withLock { $0.gate.wait(&ticket, now: now) }
    }

    func succeeded(_ retry: inout RetryState) {
        state.withLock { state in
            state.gate.succeeded()
            retry.succeeded(quota: &state.quota)
        }
    }

    func failed(
        _ failure: RetryableFailure,
        _ retry: inout RetryState,
        sent: Int64,
        now: Int64,
        remaining: Duration?
    ) -> RetryState.Action {
        state.withLock { state in
            if case .throttled(let wait) = failure { state.gate.throttled(sent: sent, now: now, wait: wait) }
            return retry.failed(failure, remaining: remaining, quota: &state.quota, random: &state.random)
        }
    }
}

/// The lanes of one plugin, made when first used.
final class ServiceLanes: Sendable {
    private let lanes = Mutex<[String: ServiceLane]>([:])
    private let seed: UInt64

    /// - Parameter seed: start of the jitter's random numbers.
    init(seed: UInt64) { self.seed = seed }

    func lane(of service: AWSService, in region: String) -> ServiceLane {
        lanes.withLock { lanes in
            let name = "\(service.id)/\(region)"
            if let lane = lanes[name] { return lane }
            let lane = ServiceLane(seed: seed &+ UInt64(lanes.count) &* 0x9E37_79B9_7F4A_7C15)
            lanes[name] = lane
            return lane
        }
    }
}

/// SplitMix64: good enough to spread waits, and repeatable in tests.
struct Jitter: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
