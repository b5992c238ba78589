// SPDX-License-Identifier: Apache-2.0

/// What all plugins' sessions share: threads, connections, time.
final class ServiceMachinery: Sendable {
    let options: HostServiceOptions
    let http: HTTPEngine
    let sleeps: SleepQueue
    let secrets: SecretReader

    init(options: HostServiceOptions) {
        self.options = options
        _ = CryptoLibrary.staysUntilTheEnd
        http = HTTPEngine(
            limits: options.http,
            proxies: ProxySettings(environment: options.environment),
            certificateFile: options.certificateFile
        )
        sleeps = SleepQueue(clock: options.clock)
        secrets = SecretReader()
    }

    /// Ends what a plugin has begun and waits until its callbacks have returned.
    func release(_ owner: ServiceSession.Owner) {
        http.release(owner)
        sleeps.release(owner)
        secrets.release(owner)
    }

    /// Ends everything; threads stop once their callbacks have returned.
    func stop() {
        http.stop()
        sleeps.stop()
        secrets.stop()
    }
}
