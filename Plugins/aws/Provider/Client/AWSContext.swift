// SPDX-License-Identifier: Apache-2.0

/// What the whole plugin shares: the way out, the credentials, the lanes.
struct AWSContext: Sendable {
    let transport: any HTTPTransport
    let environment: any PluginEnvironment
    let credentials: CredentialProvider
    let lanes: ServiceLanes
    var retryPolicy = RetryPolicy()
    /// Most entries of one page, when the operator wants less than the services' own maximum.
    var pageSize: Int?

    /// - Parameters:
    ///   - transport: the way to AWS.
    ///   - environment: variables, files and time.
    ///   - seed: start of the jitter's random numbers.
    init(transport: any HTTPTransport, environment: any PluginEnvironment, seed: UInt64) {
        self.transport = transport
        self.environment = environment
        credentials = CredentialProvider(environment: environment, transport: transport)
        lanes = ServiceLanes(seed: seed)
    }
}
