// SPDX-License-Identifier: Apache-2.0

/// A program that the profile names in `credential_process`.
///
/// Its output is described in the AWS SDKs reference guide, "Process credential provider".
struct ProcessSource: CredentialSource {
    private static let limit = Duration.seconds(60)

    var name: String { "credential process" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        guard let command = context.profile["credential_process"] else {
            return .absent("the profile \"\(context.profileName)\" has no credential_process")
        }
        let place = "The credential_process of the profile \"\(context.profileName)\""
        let output: [UInt8]
        do {
            output = try await context.environment.runProcess(command, timeout: Self.limit)
        } catch {
            throw CredentialError(.sourceFailed, "\(place) failed: \(error)", cause: error)
        }
        let reply = CredentialDocument(try CredentialDocument.object(output, from: place), from: place)
        guard reply.value["Version"]?.integer == 1 else {
            throw CredentialError(
                .sourceFailed,
                "\(place) gave no output of Version 1, the only one that is known."
            )
        }
        let credentials = try reply.credentials(
            source: name,
            tokenName: "SessionToken",
            accountID: context.profile["aws_account_id"]
        )
        if let end = credentials.expiration, end <= context.now {
            throw CredentialError(.expired, "\(place) gave credentials that are already over. Log in again.")
        }
        return .found(credentials)
    }
}
