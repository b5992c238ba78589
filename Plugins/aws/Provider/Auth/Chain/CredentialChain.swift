// SPDX-License-Identifier: Apache-2.0

/// The order in which sources are asked, which is botocore's (`create_credential_resolver`).
enum CredentialChain {
    /// Sources that a profile configures.
    static let ofProfile: [any CredentialSource] = [
        WebIdentitySource(), SingleSignOnSource(), CredentialsFileSource(), ConsoleLoginSource(),
        ProcessSource(),
        ConfigFileSource(),
    ]

    /// Every source.
    static let all: [any CredentialSource] =
        [EnvironmentSource(), AssumeRoleSource()] + ofProfile + [ContainerSource(), InstanceMetadataSource()]

    /// Asks sources one after the other.
    ///
    /// - Parameters:
    ///   - sources: the sources in their order.
    ///   - context: what they may know and do.
    /// - Returns: the first credentials.
    /// - Throws: ``CredentialError``: that of the first source that is configured and fails, or
    ///   ``CredentialError/Code/notFound``.
    static func load(
        _ sources: [any CredentialSource] = all,
        _ context: CredentialContext
    ) async throws(CredentialError) -> AWSCredentials {
        var attempts: [CredentialError.Attempt] = []
        for source in sources {
            if Task.isCancelled {
                throw CredentialError(.cancelled, "The search for credentials was cancelled.")
            }
            switch try await source.load(context) {
            case .found(let credentials): return credentials
            case .absent(let reason): attempts.append(.init(source: source.name, reason: reason))
            }
        }
        throw CredentialError.nothingFound(attempts, notes: context.configuration.shared.unreadable)
    }
}
