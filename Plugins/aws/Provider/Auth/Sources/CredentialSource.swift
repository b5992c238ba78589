// SPDX-License-Identifier: Apache-2.0

/// One place where credentials may come from.
protocol CredentialSource: Sendable {
    /// What the source is called in messages, for example "environment".
    var name: String { get }

    /// Asks the source.
    ///
    /// - Parameter context: what it may know and do.
    /// - Returns: credentials, or why the source does not apply here.
    /// - Throws: ``CredentialError`` when the source is configured and fails; the chain ends there, as
    ///   credentials of another identity would be worse than none.
    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome
}

/// What a source answers.
enum CredentialOutcome: Sendable {
    /// Its credentials.
    case found(AWSCredentials)
    /// It is not configured; the reason goes into the chain's error.
    case absent(String)
}

/// What a source may know and do.
struct CredentialContext: Sendable {
    /// Variables, files, programs, time.
    let environment: any PluginEnvironment
    /// The way to AWS and to metadata services.
    let transport: any HTTPTransport
    /// The settings in force.
    let configuration: AWSProfileConfiguration
    /// The correction of this machine's clock.
    let clockSkew: ClockSkew
    /// Single sign-on tokens that were renewed here.
    let signOnTokens: SingleSignOnTokens
    /// The profile that is being resolved; not always the chosen one, see `source_profile`.
    var profileName: String
    /// Profiles on the way here, to find circles.
    var visited: [String]
    /// Whether variables that stand for profile settings count: not while a `source_profile` is resolved.
    var readsVariables = true

    /// Starts at the chosen profile.
    init(
        environment: any PluginEnvironment,
        transport: any HTTPTransport,
        configuration: AWSProfileConfiguration,
        clockSkew: ClockSkew,
        signOnTokens: SingleSignOnTokens
    ) {
        self.environment = environment
        self.transport = transport
        self.configuration = configuration
        self.clockSkew = clockSkew
        self.signOnTokens = signOnTokens
        profileName = configuration.profileName
        visited = [configuration.profileName]
    }

    /// The time as AWS sees it.
    var now: WallClock { clockSkew.corrected(environment.now) }

    /// The profile that is being resolved; empty when there is none.
    var profile: ConfigSection { configuration.shared.profiles[profileName] ?? ConfigSection() }

    /// The same for another profile.
    func moved(to profile: String) -> CredentialContext {
        var copy = self
        copy.profileName = profile
        copy.visited.append(profile)
        copy.readsVariables = false
        return copy
    }
}
