// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging
import Synchronization

/// What all plugins of one host share: threads, alarms, registry, log.
final class HostCore: Sendable {
    let options: LoaderOptions
    let services: any ServiceSource
    let logger: Logger
    let registry = Registry()
    let watchdog = Watchdog()
    /// Threads for tools that promise not to block.
    let invokers: InvokerPool
    /// Threads for what may block: providers, blocking tools, `create`, cancellation, services.
    let patient: InvokerPool
    private let repeats = Mutex<[Repeat: Int]>([:])

    private struct Repeat: Hashable {
        let plugin: String
        let code: PluginDiagnostic.Code
    }

    /// Threads that blocking calls may hold at once.
    private static let maximumPatientThreads = 256
    /// Lines logged for one kind of misbehaviour of one plugin.
    private static let maximumLines = 16

    init(options: LoaderOptions, services: any ServiceSource, logger: Logger) {
        self.options = options
        self.services = services
        self.logger = logger
        let cores = max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        invokers = InvokerPool(maximum: max(4, 2 * cores))
        patient = InvokerPool(maximum: Self.maximumPatientThreads)
    }

    /// Runs plugin code on a thread of its own and waits for it, though not for ever; nothing when it hangs.
    func onHostThread<Value: Sendable>(
        atMost limit: Duration,
        _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        let answer = Answer<Value>()
        let isTaken = patient.submit {
            let value = body()
            answer.value.withLock { $0 = value }
            answer.latch.fire()
        }
        guard isTaken, await answer.latch.wait(atMost: limit, watchdog) else { return nil }
        return answer.value.withLock { $0 }
    }

    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
        let latch = Latch()
    }

    /// Logs a diagnostic and keeps it in the registry; repetitions are logged a few times and kept once.
    func report(_ diagnostic: PluginDiagnostic) {
        let key = Repeat(plugin: diagnostic.plugin, code: diagnostic.code)
        let count = repeats.withLock { repeats in
            repeats[key, default: 0] += 1
            return repeats[key, default: 0]
        }
        if count <= Self.maximumLines {
            logger.log(
                level: diagnostic.severity == .error ? .error : .warning,
                "\(diagnostic.summary)",
                metadata: [
                    "plugin": "\(diagnostic.plugin)", "code": "\(diagnostic.code)",
                    "path": "\(diagnostic.path)",
                ]
            )
        }
        registry.note(diagnostic)
    }

    func close() {
        invokers.close()
        patient.close()
    }
}
