// SPDX-License-Identifier: Apache-2.0

/// A role that IAM Identity Center hands out to somebody who logged in with the AWS CLI.
struct SingleSignOnSource: CredentialSource {
    /// A token is renewed when it has less than this many seconds left.
    private static let renewalWindow = 900.0

    var name: String { "single sign-on" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        guard let settings = try SingleSignOnSettings.read(context) else {
            return .absent("the profile \"\(context.profileName)\" has no sso_account_id")
        }
        let token = try await Self.token(settings, context)
        guard token.expiration > context.now else {
            throw Self.loginRequired(settings, "is over")
        }
        return .found(try await roleCredentials(settings, token, context))
    }

    // MARK: - Token

    private static func token(
        _ settings: SingleSignOnSettings,
        _ context: CredentialContext
    ) async throws(CredentialError) -> SingleSignOnToken {
        let path = SingleSignOnToken.path(key: settings.cacheKey)
        let bytes: [UInt8]?
        do {
            bytes = try await context.environment.readFile(path)
        } catch {
            throw CredentialError(
                .sourceFailed,
                "The single sign-on token \(path) cannot be read: \(error)",
                cause: error
            )
        }
        guard let bytes else { throw loginRequired(settings, "was never begun") }
        let object = try CredentialDocument.object(bytes, from: "The single sign-on token \(path)")
        guard let cached = SingleSignOnToken(object) else {
            throw loginRequired(settings, "has an incomplete token in \(path)")
        }
        let token = context.signOnTokens.latest(cached, key: settings.cacheKey)
        let now = context.now
        // The older form has no renewal (botocore: SSOTokenProvider serves sso_session profiles only).
        guard settings.session != nil, token.expiration < now + renewalWindow, let renewal = token.renewal,
            renewal.registrationEnd > now
        else { return token }
        guard let fresh = try await renewed(renewal, settings, context) else { return token }
        context.signOnTokens.keep(fresh, key: settings.cacheKey)
        return fresh
    }

    /// Asks sso-oidc CreateToken; `nil` when it refuses, as the present token may still do.
    private static func renewed(
        _ renewal: SingleSignOnToken.Renewal,
        _ settings: SingleSignOnSettings,
        _ context: CredentialContext
    ) async throws(CredentialError) -> SingleSignOnToken? {
        let base =
            try context.configuration.endpointURL(service: "sso_oidc")
            ?? "https://oidc.\(settings.region).\(Partition(region: settings.region).domain)"
        let body: JSONObject = [
            "grantType": "refresh_token", "clientId": .string(renewal.clientID),
            "clientSecret": .string(renewal.clientSecret.reveal()),
            "refreshToken": .string(renewal.refreshToken.reveal()),
        ]
        let request = HTTPRequest(
            method: "POST",
            url: base + "/token",
            headers: [("Content-Type", "application/json")],
            body: JSONValue.object(body).bytes()
        )
        let place = "The renewal of the single sign-on session of the profile \"\(settings.profile)\""
        let exchange = CredentialExchange(
            context: context,
            patience: CredentialExchange.service,
            place: place
        )
        do {
            let reply = try await exchange.send { request }
            guard reply.status == 200 else { return nil }
            return SingleSignOnToken(
                try CredentialDocument.object(reply.body, from: place),
                replacing: renewal,
                now: context.now
            )
        } catch {
            if error.code == .cancelled { throw error }
            return nil
        }
    }

    // MARK: - Portal

    private func roleCredentials(
        _ settings: SingleSignOnSettings,
        _ token: SingleSignOnToken,
        _ context: CredentialContext
    ) async throws(CredentialError) -> AWSCredentials {
        let base =
            try context.configuration.endpointURL(service: "sso")
            ?? "https://portal.sso.\(settings.region).\(Partition(region: settings.region).domain)"
        let query = PercentEncoding.form([
            ("role_name", settings.roleName), ("account_id", settings.accountID),
        ])
        let request = HTTPRequest(
            url: "\(base)/federation/credentials?\(query)",
            headers: [("x-amz-sso_bearer_token", token.accessToken.reveal())]
        )
        let place = "The single sign-on portal, asked by the profile \"\(settings.profile)\","
        let exchange = CredentialExchange(
            context: context,
            patience: CredentialExchange.service,
            place: place
        )
        let reply = try await exchange.send { request }
        switch reply.status {
        case 200: return try credentials(in: reply, settings, place: place)
        case 401: throw Self.loginRequired(settings, "is not accepted any more")
        case 403, 404:
            throw CredentialError(
                .refused,
                "\(place) does not give the role \(settings.roleName) in the account \(settings.accountID). "
                    + "Check both names with `aws sso login` and `aws configure sso`."
            )
        default: throw CredentialError(.sourceFailed, "\(place) gave HTTP \(reply.status). Try again.")
        }
    }

    private func credentials(
        in reply: HTTPResponse,
        _ settings: SingleSignOnSettings,
        place: String
    ) throws(CredentialError) -> AWSCredentials {
        let object = try CredentialDocument.object(reply.body, from: place)
        guard let role = object["roleCredentials"]?.object, let key = role["accessKeyId"]?.string,
            let secret = role["secretAccessKey"]?.string, let token = role["sessionToken"]?.string,
            let milliseconds = role["expiration"]?.double
        else { throw CredentialError(.sourceFailed, "\(place) gave no complete roleCredentials.") }
        return AWSCredentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: token,
            expiration: WallClock(secondsSince1970: milliseconds / 1000),
            accountID: settings.accountID,
            source: name
        )
    }

    private static func loginRequired(_ settings: SingleSignOnSettings, _ state: String) -> CredentialError {
        CredentialError(
            .loginRequired,
            "The single sign-on session of the profile \"\(settings.profile)\" \(state). "
                + "Run `\(settings.login)`."
        )
    }
}
