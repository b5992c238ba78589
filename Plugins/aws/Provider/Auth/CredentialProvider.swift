// SPDX-License-Identifier: Apache-2.0

/// AWS credentials for one set of variables and files, found in the AWS SDKs' order and renewed in time.
actor CredentialProvider {
    /// The correction of this machine's clock, for every signature.
    nonisolated let clockSkew = ClockSkew()

    private let environment: any PluginEnvironment
    private let transport: any HTTPTransport
    private let signOnTokens = SingleSignOnTokens()
    private let own: SharedCredentials
    private var roles: [RoleAssumption: SharedCredentials] = [:]

    /// Prepares the chain; nothing is read or sent yet.
    ///
    /// - Parameters:
    ///   - environment: variables, files, programs and time.
    ///   - transport: the way to AWS and to metadata services.
    init(environment: any PluginEnvironment, transport: any HTTPTransport) {
        self.environment = environment
        self.transport = transport
        let chain = Self.contextMaker(environment, transport, clockSkew, signOnTokens)
        own = SharedCredentials(now: { [clockSkew] in clockSkew.corrected(environment.now) }) {
            do throws(CredentialError) {
                return .success(try await CredentialChain.load(CredentialChain.all, chain()))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Gives the credentials of the first source that applies; many callers share one search.
    ///
    /// Cancelling the task ends the wait, not the search that others wait for.
    /// - Returns: credentials that are good for the next minutes.
    /// - Throws: ``CredentialError``, which names every source that was asked.
    func credentials() async throws(CredentialError) -> AWSCredentials {
        try await own.credentials()
    }

    /// Gives credentials of a role that the own credentials take on; kept and renewed for each distinct wish.
    ///
    /// - Parameter role: the role and how to call the session.
    /// - Returns: credentials that are good for the next minutes.
    /// - Throws: ``CredentialError``; ``CredentialError/Code/refused`` when AWS does not allow it.
    func assumeRole(_ role: RoleAssumption) async throws(CredentialError) -> AWSCredentials {
        let shared = roles[role] ?? sharedCredentials(of: role)
        roles[role] = shared
        return try await shared.credentials()
    }

    /// Forgets credentials that AWS refused as expired, so that the next caller gets new ones.
    ///
    /// - Parameter credentials: the ones that were refused.
    func discard(_ credentials: AWSCredentials) {
        own.discard(credentials)
        for shared in roles.values { shared.discard(credentials) }
    }

    /// Reads the settings in force anew: profile, region, endpoints.
    ///
    /// - Returns: the settings.
    /// - Throws: ``CredentialError`` when a file cannot be parsed or the profile does not exist.
    func configuration() async throws(CredentialError) -> AWSProfileConfiguration {
        try await AWSProfileConfiguration.load(from: environment)
    }

    /// Finds the region to begin with: variables, profile, instance metadata, us-east-1.
    ///
    /// - Returns: the region and what named it.
    /// - Throws: ``CredentialError`` when the settings cannot be read.
    func region() async throws(CredentialError) -> HomeRegion {
        try await HomeRegion.find(context())
    }

    // MARK: - Making

    private func context() async throws(CredentialError) -> CredentialContext {
        try await Self.contextMaker(environment, transport, clockSkew, signOnTokens)()
    }

    private func sharedCredentials(of role: RoleAssumption) -> SharedCredentials {
        let (own, environment, clockSkew) = (own, environment, clockSkew)
        let context = Self.contextMaker(environment, transport, clockSkew, signOnTokens)
        return SharedCredentials(now: { clockSkew.corrected(environment.now) }) {
            do throws(CredentialError) {
                let caller = try await own.credentials()
                let client = try STSClient(await context())
                return .success(try await client.assumeRole(role, signedBy: caller, source: "assume role"))
            } catch {
                return .failure(error)
            }
        }
    }

    private static func contextMaker(
        _ environment: any PluginEnvironment,
        _ transport: any HTTPTransport,
        _ clockSkew: ClockSkew,
        _ signOnTokens: SingleSignOnTokens
    ) -> @Sendable () async throws(CredentialError) -> CredentialContext {
        { () async throws(CredentialError) in
            CredentialContext(
                environment: environment,
                transport: transport,
                configuration: try await AWSProfileConfiguration.load(from: environment),
                clockSkew: clockSkew,
                signOnTokens: signOnTokens
            )
        }
    }
}
