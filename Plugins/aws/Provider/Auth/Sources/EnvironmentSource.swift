// SPDX-License-Identifier: Apache-2.0

/// Keys in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
struct EnvironmentSource: CredentialSource {
    var name: String { "environment" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        let read = context.environment.environment
        guard let key = read("AWS_ACCESS_KEY_ID") else { return .absent("AWS_ACCESS_KEY_ID is not set") }
        guard let secret = read("AWS_SECRET_ACCESS_KEY") else {
            throw CredentialError(
                .incomplete,
                "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not. Set both, or neither to use a profile."
            )
        }
        let expiration = try Self.expiration(read("AWS_CREDENTIAL_EXPIRATION"))
        if let expiration, expiration <= context.now {
            throw CredentialError(
                .expired,
                "The credentials in AWS_ACCESS_KEY_ID were over at AWS_CREDENTIAL_EXPIRATION. Set new ones."
            )
        }
        return .found(
            AWSCredentials(
                accessKeyID: key,
                secretAccessKey: secret,
                // botocore's order; AWS_SECURITY_TOKEN is the older name.
                sessionToken: read("AWS_SECURITY_TOKEN") ?? read("AWS_SESSION_TOKEN"),
                expiration: expiration,
                accountID: read("AWS_ACCOUNT_ID"),
                source: name
            )
        )
    }

    private static func expiration(_ text: String?) throws(CredentialError) -> WallClock? {
        guard let text else { return nil }
        guard let moment = InstantText.iso8601(text) else {
            throw CredentialError(
                .invalidConfiguration,
                "AWS_CREDENTIAL_EXPIRATION is not a time in ISO 8601 form, such as 2026-07-21T10:00:00Z."
            )
        }
        return moment
    }
}
