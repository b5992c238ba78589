// SPDX-License-Identifier: Apache-2.0

/// Keys in the shared credentials file.
struct CredentialsFileSource: CredentialSource {
    var name: String { "credentials file" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        let shared = context.configuration.shared
        return try StaticKeys.read(
            shared.credentialProfiles[context.profileName],
            profile: context.profileName,
            file: shared.paths.credentials,
            source: name
        )
    }
}
