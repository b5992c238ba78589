// SPDX-License-Identifier: Apache-2.0

/// Runs the blocking work of `tagwarden.secrets/1` on threads of its own.
final class SecretReader: Sendable {
    /// One piece of work and how to end it early.
    private struct Job {
        let owner: ServiceSession.Owner
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var jobs: [UInt64: Job] = [:]
        var lastNumber: UInt64 = 0
        var closed: Set<ServiceSession.Owner> = []
        var isStopped = false
    }

    private let state = Monitor(State())
    /// Apart from programs, so that no file waits for a program.
    private let files = WorkQueue(name: "tw-files", width: 1, capacity: 1024)
    private let programs = WorkQueue(name: "tw-programs", width: 4, capacity: 64)

    /// Reads a granted file.
    func readFile(
        _ path: String,
        owner: ServiceSession.Owner,
        _ answer: @escaping @Sendable (Result<OwnedBytes, ServiceRefusal>) -> Void
    ) throws(ServiceRefusal) {
        try run(
            on: files,
            owner: owner,
            cancel: {},
            work: { () throws(ServiceRefusal) in try SecretFile.read(path) },
            answer: answer
        )
    }

    /// Answers a value that is at hand, on a host thread like any other.
    func answer(
        _ bytes: OwnedBytes,
        owner: ServiceSession.Owner,
        _ answer: @escaping @Sendable (Result<OwnedBytes, ServiceRefusal>) -> Void
    ) throws(ServiceRefusal) {
        try run(
            on: files,
            owner: owner,
            cancel: {},
            work: { () throws(ServiceRefusal) in bytes },
            answer: answer
        )
    }

    /// Runs a credential program.
    func runProcess(
        _ process: CredentialProcess,
        timeout: Int64,
        owner: ServiceSession.Owner,
        _ answer: @escaping @Sendable (Result<OwnedBytes, ServiceRefusal>) -> Void
    ) throws(ServiceRefusal) {
        try run(
            on: programs,
            owner: owner,
            cancel: { process.cancel() },
            work: { () throws(ServiceRefusal) in try process.output(timeout: timeout) },
            answer: answer
        )
    }

    /// Ends an owner's programs and waits until its callbacks have returned.
    func release(_ owner: ServiceSession.Owner) {
        let cancels = state.withLock { state in
            state.closed.insert(owner)
            return state.jobs.values.filter { $0.owner == owner }.map(\.cancel)
        }
        for cancel in cancels { cancel() }
        let _: Void? = state.wait { state in
            state.jobs.values.contains { $0.owner == owner } ? nil : ()
        }
        state.withLock { _ = $0.closed.remove(owner) }
    }

    /// Ends every program and refuses further work.
    func stop() {
        let cancels = state.withLock { state in
            state.isStopped = true
            return state.jobs.values.map(\.cancel)
        }
        for cancel in cancels { cancel() }
        files.stop()
        programs.stop()
    }

    private func run(
        on queue: WorkQueue,
        owner: ServiceSession.Owner,
        cancel: @escaping @Sendable () -> Void,
        work: @escaping @Sendable () throws(ServiceRefusal) -> OwnedBytes,
        answer: @escaping @Sendable (Result<OwnedBytes, ServiceRefusal>) -> Void
    ) throws(ServiceRefusal) {
        let number = try state.withLock { (state) throws(ServiceRefusal) in
            guard !state.isStopped, !state.closed.contains(owner) else {
                throw ServiceRefusal(.unavailable, "The host is shutting down.")
            }
            state.lastNumber += 1
            state.jobs[state.lastNumber] = Job(owner: owner, cancel: cancel)
            return state.lastNumber
        }
        let state = state
        do {
            try queue.run {
                answer(Self.outcome(of: work))
                state.withLock { _ = $0.jobs.removeValue(forKey: number) }
                state.wakeAll()
            }
        } catch {
            state.withLock { _ = $0.jobs.removeValue(forKey: number) }
            state.wakeAll()
            throw error
        }
    }

    private static func outcome(
        of work: () throws(ServiceRefusal) -> OwnedBytes
    ) -> Result<OwnedBytes, ServiceRefusal> {
        do {
            return .success(try work())
        } catch {
            return .failure(error)
        }
    }
}
