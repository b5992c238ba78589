// SPDX-License-Identifier: Apache-2.0

/// The two calls of the Security Token Service that give credentials (API version 2011-06-15, query protocol).
struct STSClient: Sendable {
    private let context: CredentialContext
    private let endpoint: STSEndpoint

    /// Chooses the endpoint.
    ///
    /// - Parameter context: the way out, and the settings in force.
    /// - Throws: ``CredentialError/Code/invalidConfiguration`` for an unusable endpoint URL.
    init(_ context: CredentialContext) throws(CredentialError) {
        self.context = context
        endpoint = try STSEndpoint(context.configuration)
    }

    /// Takes a role on.
    ///
    /// - Parameters:
    ///   - role: the role and how to call the session.
    ///   - credentials: who asks.
    ///   - source: the source's name.
    /// - Returns: the session's credentials.
    /// - Throws: ``CredentialError/Code/refused`` when AWS says no.
    func assumeRole(
        _ role: RoleAssumption,
        signedBy credentials: AWSCredentials,
        source: String
    ) async throws(CredentialError) -> AWSCredentials {
        let parameters = role.parameters(now: context.now)
        let reply = try await call("AssumeRole", parameters, signedBy: credentials, subject: role.roleARN)
        return try Self.credentials(in: reply, role: role, source: source)
    }

    /// Takes a role on with the token of an identity provider; the request is not signed.
    ///
    /// - Parameters:
    ///   - role: the role and how to call the session.
    ///   - token: the identity provider's token.
    ///   - source: the source's name.
    /// - Returns: the session's credentials.
    /// - Throws: ``CredentialError/Code/refused`` when AWS says no.
    func assumeRole(
        _ role: RoleAssumption,
        webIdentity token: Secret,
        source: String
    ) async throws(CredentialError) -> AWSCredentials {
        let parameters =
            role.parameters(now: context.now) + [("WebIdentityToken", token.reveal())]
        let reply = try await call(
            "AssumeRoleWithWebIdentity",
            parameters,
            signedBy: nil,
            subject: role.roleARN,
            hiding: [token.reveal()]
        )
        return try Self.credentials(in: reply, role: role, source: source)
    }

    // MARK: - The wire

    private func call(
        _ action: String,
        _ parameters: [(name: String, value: String)],
        signedBy credentials: AWSCredentials?,
        subject: String? = nil,
        hiding secrets: [String] = []
    ) async throws(CredentialError) -> STSReply {
        let form = PercentEncoding.form([("Action", action), ("Version", "2011-06-15")] + parameters)
        let request = HTTPRequest(
            method: "POST",
            url: endpoint.url + "/",
            headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(form.utf8)
        )
        let place = "STS \(action)" + (subject.map { " for \($0)" } ?? "")
        let exchange = CredentialExchange(
            context: context,
            patience: CredentialExchange.service,
            place: place
        )
        var isSecondTry = false
        while true {
            let response = try await exchange.send { sign(request, with: credentials) }
            let reply = STSReply(response.body)
            if response.status == 200 { return reply }
            let code = reply.element("Code") ?? "HTTP \(response.status)"
            let isSkewed = context.clockSkew.learn(code: code, from: response, now: context.environment.now)
            guard isSkewed, !isSecondTry else {
                let hidden = secrets + (credentials?.secrets ?? [])
                let words = SecretScrubber.scrub(reply.element("Message") ?? "", hiding: hidden)
                throw Self.refusal(code, words, status: response.status, place: place)
            }
            isSecondTry = true
        }
    }

    private func sign(_ request: HTTPRequest, with credentials: AWSCredentials?) -> HTTPRequest {
        guard let credentials else { return request }
        return SigV4Signer.sign(
            request,
            credentials: credentials,
            region: endpoint.region,
            service: "sts",
            time: context.now
        )
    }

    private static func refusal(
        _ code: String,
        _ words: String,
        status: Int,
        place: String
    ) -> CredentialError {
        let advice =
            switch code {
            case "AccessDenied":
                "Check that the role's trust policy allows the caller, with the external id if it asks for one, and "
                    + "that the caller may call sts:AssumeRole."
            case "ExpiredToken", "ExpiredTokenException": "Renew the credentials or the token and try again."
            case "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidSignatureException":
                "Check the access key and the clock of this machine."
            case "RegionDisabledException": "Activate the region for STS, or set AWS_REGION to another one."
            default: "Check the configuration, and try again."
            }
        let isRefusal = (400..<500).contains(status) && status != 429
        return CredentialError(
            isRefusal ? .refused : .sourceFailed,
            "\(place) failed: \(code): \(words) \(advice)"
        )
    }

    private static func credentials(
        in reply: STSReply,
        role: RoleAssumption,
        source: String
    ) throws(CredentialError) -> AWSCredentials {
        guard let key = reply.element("AccessKeyId"), let secret = reply.element("SecretAccessKey"),
            let token = reply.element("SessionToken"),
            let end = reply.element("Expiration").flatMap(InstantText.iso8601)
        else {
            throw CredentialError(.sourceFailed, "STS gave no complete credentials for \(role.roleARN).")
        }
        let arn = reply.element("Arn")?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        return AWSCredentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: token,
            expiration: end,
            accountID: arn.count > 4 ? String(arn[4]) : nil,
            source: source
        )
    }
}

extension AWSCredentials {
    /// Everything about them that must not be seen.
    var secrets: [String] { [secretAccessKey.reveal()] + (sessionToken.map { [$0.reveal()] } ?? []) }
}
