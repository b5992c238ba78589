// SPDX-License-Identifier: Apache-2.0

/// The token of an identity provider in a file, as Kubernetes service accounts have it.
struct WebIdentitySource: CredentialSource {
    var name: String { "web identity" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        let file = Self.setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file", context)
        guard let file, !file.isEmpty else {
            let variable = context.readsVariables ? "AWS_WEB_IDENTITY_TOKEN_FILE is not set and " : ""
            return .absent(
                "\(variable)the profile \"\(context.profileName)\" has no web_identity_token_file"
            )
        }
        guard let arn = Self.setting("AWS_ROLE_ARN", "role_arn", context), !arn.isEmpty else {
            throw CredentialError(
                .invalidConfiguration,
                "The web identity token \(file) is configured without a role. Set AWS_ROLE_ARN, or role_arn in "
                    + "the profile \"\(context.profileName)\"."
            )
        }
        let role = RoleAssumption(
            roleARN: arn,
            sessionName: Self.setting("AWS_ROLE_SESSION_NAME", "role_session_name", context)
        )
        let token = try await Self.token(in: file, context)
        return .found(try await STSClient(context).assumeRole(role, webIdentity: token, source: name))
    }

    private static func setting(_ variable: String, _ name: String, _ context: CredentialContext) -> String? {
        (context.readsVariables ? context.environment.environment(variable) : nil) ?? context.profile[name]
    }

    /// Read anew each time: the identity provider replaces the file.
    private static func token(
        in file: String,
        _ context: CredentialContext
    ) async throws(CredentialError) -> Secret {
        let bytes: [UInt8]?
        do {
            bytes = try await context.environment.readFile(file)
        } catch {
            throw CredentialError(
                .sourceFailed,
                "The web identity token \(file) cannot be read: \(error)",
                cause: error
            )
        }
        guard let bytes, let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw CredentialError(
                .sourceFailed,
                "The web identity token \(file) does not exist, is empty, or is not a text."
            )
        }
        return Secret(text)
    }
}
