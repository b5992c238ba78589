// SPDX-License-Identifier: Apache-2.0

/// A session of `aws login`, which only the AWS CLI can use: its tokens are bound to a key that the CLI holds.
struct ConsoleLoginSource: CredentialSource {
    var name: String { "console login" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        let profile = context.profileName
        guard context.profile.has("login_session") else {
            return .absent("the profile \"\(profile)\" has no login_session")
        }
        throw CredentialError(
            .invalidConfiguration,
            "The profile \"\(profile)\" uses `aws login`, which is not supported directly. Make a profile with "
                + "`credential_process = aws configure export-credentials --profile \(profile) --format process` "
                + "and name it in AWS_PROFILE."
        )
    }
}
