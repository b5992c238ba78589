// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import AWSProvider

struct CredentialSharingTests {
    /// A source whose answers the test gives one by one.
    private final class Gate: Sendable {
        private struct State {
            var fetches = 0
            var cancelled = 0
            var waiting: [CheckedContinuation<SharedCredentials.Outcome, Never>] = []
        }

        private let state = Mutex(State())
        /// Tells when a fetch began.
        let began: AsyncStream<Void>
        private let begin: AsyncStream<Void>.Continuation

        /// Whether a cancelled fetch goes on, as one does that is past its last check.
        private let isDeaf: Bool

        init(isDeaf: Bool = false) {
            self.isDeaf = isDeaf
            (began, begin) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(8))
        }

        var fetches: Int { state.withLock { $0.fetches } }
        var cancelled: Int { state.withLock { $0.cancelled } }

        func fetch() async -> SharedCredentials.Outcome {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    state.withLock {
                        $0.fetches += 1
                        $0.waiting.append(continuation)
                    }
                    begin.yield()
                }
            } onCancel: {
                state.withLock { $0.cancelled += 1 }
                if !isDeaf { answer(.failure(CredentialError(.cancelled, "cancelled"))) }
            }
        }

        func answer(_ outcome: SharedCredentials.Outcome) {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: outcome) }
        }

        func answerOldest(_ outcome: SharedCredentials.Outcome) {
            let oldest = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
            oldest?.resume(returning: outcome)
        }
    }

    private let machine = FakeMachine()
    private let gate = Gate()

    private func shared() -> SharedCredentials {
        SharedCredentials(now: { [machine] in machine.now }) { [gate] in await gate.fetch() }
    }

    private func keys(_ name: String, lasting seconds: Double = 3600) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: name,
            secretAccessKey: "s",
            expiration: machine.now + seconds,
            source: "test"
        )
    }

    @Test func `a hundred callers share one fetch`() async throws {
        let shared = shared()
        let found = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await shared.credentials().accessKeyID } }
            while shared.waiting < 100 { await Task.yield() }
            gate.answer(.success(keys("A")))
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found == Array(repeating: "A", count: 100))
        #expect(gate.fetches == 1)
    }

    @Test func `every waiting caller learns of a failure`() async throws {
        let shared = shared()
        let first = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        gate.answer(.failure(CredentialError(.sourceFailed, "down")))
        let error = await #expect(throws: CredentialError.self) { try await first.value }
        #expect(error?.code == .sourceFailed)
    }

    @Test func `a cancelled caller leaves the others' fetch alone`() async throws {
        let shared = shared()
        let patient = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        let hasty = Task { try await shared.credentials() }
        while shared.waiting < 2 { await Task.yield() }
        hasty.cancel()
        let error = await #expect(throws: CredentialError.self) { try await hasty.value }
        #expect(error?.code == .cancelled)
        #expect(gate.cancelled == 0)
        gate.answer(.success(keys("A")))
        #expect(try await patient.value.accessKeyID == "A")
        #expect(gate.fetches == 1)
    }

    @Test func `a caller that is cancelled before it asks begins nothing`() async throws {
        let shared = shared()
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        let caller = Task {
            // Ends with the cancellation.
            for await _ in never {}
            return try await shared.credentials()
        }
        caller.cancel()
        let error = await #expect(throws: CredentialError.self) { try await caller.value }
        #expect(error?.code == .cancelled)
        #expect(gate.fetches == 0)
        #expect(shared.waiting == 0)
    }

    @Test func `the fetch ends when nobody waits for it any more`() async throws {
        let shared = shared()
        let only = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        only.cancel()
        _ = await #expect(throws: CredentialError.self) { try await only.value }
        #expect(gate.cancelled == 1)
        let next = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        gate.answer(.success(keys("B")))
        #expect(try await next.value.accessKeyID == "B")
        #expect(gate.fetches == 2)
    }

    @Test func `a fetch that was given up and ends late changes nothing`() async throws {
        let gate = Gate(isDeaf: true)
        let shared = SharedCredentials(now: { [machine] in machine.now }) { await gate.fetch() }
        let hasty = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        hasty.cancel()
        _ = await #expect(throws: CredentialError.self) { try await hasty.value }
        let patient = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        gate.answerOldest(.failure(CredentialError(.sourceFailed, "late")))
        for _ in 0..<1000 { await Task.yield() }
        #expect(shared.waiting == 1)
        gate.answerOldest(.success(keys("B")))
        #expect(try await patient.value.accessKeyID == "B")
    }

    @Test func `an early renewal that fails leaves what there is`() async throws {
        let (shared, old) = try await loaded(lasting: 800)
        machine.advance(40)
        let caller = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        #expect(try await shared.credentials() == old)
        gate.answer(.failure(CredentialError(.sourceFailed, "down")))
        #expect(try await caller.value == old)
    }

    @Test func `a late renewal that fails is an error`() async throws {
        let (shared, _) = try await loaded(lasting: 800)
        machine.advance(600)
        let caller = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        gate.answer(.failure(CredentialError(.sourceFailed, "down")))
        let error = await #expect(throws: CredentialError.self) { try await caller.value }
        #expect(error?.code == .sourceFailed)
    }

    @Test func `credentials that are already over are an error`() async throws {
        let shared = shared()
        let caller = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        gate.answer(.success(keys("A", lasting: -1)))
        let error = await #expect(throws: CredentialError.self) { try await caller.value }
        #expect(error?.code == .expired)
    }

    private func loaded(lasting seconds: Double) async throws -> (SharedCredentials, AWSCredentials) {
        let shared = shared()
        let old = keys("OLD", lasting: seconds)
        let first = Task { try await shared.credentials() }
        for await _ in gate.began { break }
        gate.answer(.success(old))
        _ = try await first.value
        return (shared, old)
    }
}
