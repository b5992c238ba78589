// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Runs the plugin's tasks on the host's invoker threads, so that a busy plugin never holds up the tasks of
/// the host, which share Swift's own pool.
final class HostExecutor: TaskExecutor {
    private let host: PluginHost

    init(_ host: PluginHost) { self.host = host }

    func enqueue(_ job: consuming ExecutorJob) {
        let work = UnownedJob(job)
        guard let spawn = unsafe host.exec?.pointee.spawn else { return fallBack(work) }
        let box = JobBox(work, self)
        // SAFETY: the reference is given up by the function when it is run, or below when it will not be.
        let user = unsafe Unmanaged.passRetained(box)
        let status = unsafe spawn(host.pointer, user.toOpaque()) { user in
            guard let user = unsafe user else { return }
            unsafe Unmanaged<JobBox>.fromOpaque(user).takeRetainedValue().run()
        }
        if status != TW_OK {
            unsafe user.release()
            fallBack(work)
        }
    }

    /// A host that shuts down takes no more work, but tasks under way must still come to their end.
    private func fallBack(_ work: UnownedJob) { globalConcurrentExecutor.enqueue(work) }
}

/// A job on its way through the host.
private final class JobBox: Sendable {
    private let job: UnownedJob
    private let executor: HostExecutor

    init(_ job: UnownedJob, _ executor: HostExecutor) {
        self.job = job
        self.executor = executor
    }

    func run() { unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor()) }
}
