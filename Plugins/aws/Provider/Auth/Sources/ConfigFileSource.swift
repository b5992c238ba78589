// SPDX-License-Identifier: Apache-2.0

/// Keys in the shared config file.
struct ConfigFileSource: CredentialSource {
    var name: String { "config file" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        let shared = context.configuration.shared
        return try StaticKeys.read(
            shared.configProfiles[context.profileName],
            profile: context.profileName,
            file: shared.paths.config,
            source: name
        )
    }
}
