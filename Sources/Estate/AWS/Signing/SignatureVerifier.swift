// SPDX-License-Identifier: Apache-2.0

/// Checks the Signature Version 4 of a request as the services do.
struct SignatureVerifier: Sendable {
    let accounts: AWSAccounts
    let now: Instant

    /// How far a caller's clock may be off.
    private static let tolerance: Int64 = 15 * 60

    /// What is wrong with a signature; each protocol has its own code for it.
    enum Problem: Hashable, Sendable {
        case missing
        case malformed(String)
        case unknownKey
        case invalidToken
        case expiredToken
        case skewed(String)
        case wrongSignature
        case wrongPayload
    }

    /// Finds out who signed.
    ///
    /// - Throws: the service's own error for what is wrong.
    func caller(of message: AWSMessage, _ service: AWSService) throws(AWSFault) -> AWSAccounts.Key {
        switch verify(message, service) {
        case .success(let key): return key
        case .failure(let failure): throw failure.problem.fault(for: service)
        }
    }

    private struct Failure: Error { let problem: Problem }

    private func verify(_ message: AWSMessage, _ service: AWSService) -> Result<AWSAccounts.Key, Failure> {
        func fail(_ problem: Problem) -> Result<AWSAccounts.Key, Failure> {
            .failure(Failure(problem: problem))
        }
        let headers = message.request.headers
        guard let authorization = headers["authorization"] else { return fail(.missing) }
        guard let header = SignatureHeader(parsing: authorization) else {
            return fail(.malformed(authorization))
        }
        guard let date = headers["x-amz-date"], let signed = Instant(basic: date),
            date.hasPrefix(header.scope.date)
        else { return fail(.malformed("X-Amz-Date is missing or is not of the credential's day.")) }
        for name in ["host", "x-amz-date"] where !header.signedHeaders.contains(name) {
            return fail(.malformed("'\(name)' must be a signed header."))
        }
        for name in headers.keys where name.hasPrefix("x-amz-") && !header.signedHeaders.contains(name) {
            return fail(.malformed("There is a header that is not signed: \(name)."))
        }
        guard let key = accounts[header.keyID] else { return fail(.unknownKey) }
        guard key.sessionToken == headers["x-amz-security-token"] else { return fail(.invalidToken) }
        if let expires = key.expires, expires <= now { return fail(.expiredToken) }
        if abs(signed.seconds - now.seconds) > Self.tolerance { return fail(.skewed(date)) }
        guard let payloadHash = payloadHash(of: message.request, service) else { return fail(.wrongPayload) }
        let canonical = CanonicalRequest(
            message.request,
            signedHeaders: header.signedHeaders,
            payloadHash: payloadHash,
            service: service.name
        )
        let expected = signature(of: canonical, date: date, scope: header.scope, secret: key.secret)
        return expected == header.signature ? .success(key) : fail(.wrongSignature)
    }

    /// The hash that was signed, or `nil` if it is not that of the body.
    private func payloadHash(of request: EstateRequest, _ service: AWSService) -> String? {
        let actual = hexadecimal(Digest.sha256(request.body))
        guard let declared = request.headers["x-amz-content-sha256"] else {
            return service.name == "s3" ? nil : actual
        }
        return declared == "UNSIGNED-PAYLOAD" || declared == actual ? declared : nil
    }

    private func signature(
        of canonical: CanonicalRequest,
        date: String,
        scope: CredentialScope,
        secret: String
    ) -> String {
        let hash = hexadecimal(Digest.sha256(Array(canonical.text.utf8)))
        let text = [SignatureHeader.algorithm, date, scope.text, hash].joined(separator: "\n")
        var key = Array("AWS4\(secret)".utf8)
        for part in [scope.date, scope.region, scope.service, "aws4_request", text] {
            key = Digest.hmac(key: key, Array(part.utf8))
        }
        return hexadecimal(key)
    }
}
