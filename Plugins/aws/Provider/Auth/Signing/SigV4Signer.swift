// SPDX-License-Identifier: Apache-2.0

/// Signs requests with AWS Signature Version 4, in header form.
struct SigV4Signer {
    /// What stands for the body in the signature.
    enum Payload: Sendable {
        /// The SHA-256 of the body.
        case signed
        /// "UNSIGNED-PAYLOAD": only for https, as a proxy could change the body.
        case unsigned
    }

    /// Adds X-Amz-Date, X-Amz-Security-Token, X-Amz-Content-SHA256 (for S3, or unsigned) and Authorization.
    ///
    /// Header fields of these names that the request already has are replaced, so that a retry can be signed
    /// anew. An X-Amz-Content-SHA256 that a service other than S3 was given stays and is trusted.
    /// - Parameters:
    ///   - request: the request as it will be sent; its query must be escaped already.
    ///   - credentials: who signs.
    ///   - region: the signing region, for example "eu-west-1".
    ///   - service: the signing name, for example "ec2" or "s3".
    ///   - time: now, as the server sees it: see ``ClockSkew``.
    ///   - payload: whether the body is signed; over plain http it always is.
    /// - Returns: the request with its signature.
    static func sign(
        _ request: HTTPRequest,
        credentials: AWSCredentials,
        region: String,
        service: String,
        time: WallClock,
        payload: Payload = .signed
    ) -> HTTPRequest {
        var signed = request
        signed.remove(["authorization", "date", "x-amz-date", "x-amz-security-token"])
        let instant = SigV4Timestamp(time)
        signed.headers.append(("X-Amz-Date", instant.basic))
        if let token = credentials.sessionToken {
            signed.headers.append(("X-Amz-Security-Token", token.reveal()))
        }
        let bodyHash = chooseBodyHash(&signed, service: service, payload: payload)
        let canonical = SigV4CanonicalRequest(signed, service: service, bodyHash: bodyHash)
        let scope = "\(instant.day)/\(region)/\(service)/aws4_request"
        let text = stringToSign(canonical, time: instant, scope: scope)
        let key = signingKey(credentials, day: instant.day, region: region, service: service)
        let signature = Digest.hex(Digest.hmacSHA256(key: key, Array(text.utf8)))
        signed.headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
            )
        )
        return signed
    }

    /// The text whose HMAC is the signature (step 3 of AWS's description).
    ///
    /// - Parameters:
    ///   - canonical: the canonical request.
    ///   - time: the time of signing.
    ///   - scope: day, region, service and "aws4_request", joined with "/".
    /// - Returns: four lines.
    static func stringToSign(
        _ canonical: SigV4CanonicalRequest,
        time: SigV4Timestamp,
        scope: String
    ) -> String {
        """
        AWS4-HMAC-SHA256
        \(time.basic)
        \(scope)
        \(Digest.hex(Digest.sha256(Array(canonical.text.utf8))))
        """
    }

    private static func chooseBodyHash(
        _ request: inout HTTPRequest,
        service: String,
        payload: Payload
    ) -> String {
        let field = "X-Amz-Content-SHA256"
        let isSecure = RequestURL(request.url).scheme == "https"
        if case .unsigned = payload, isSecure {
            request.remove([field.lowercased()])
            request.headers.append((field, "UNSIGNED-PAYLOAD"))
            return "UNSIGNED-PAYLOAD"
        }
        guard service == "s3" else {
            let given = request.headers.first { $0.name.lowercased() == field.lowercased() }
            return given?.value ?? Digest.hex(Digest.sha256(request.body))
        }
        // S3 refuses a request without this header, whatever the body.
        let hash = Digest.hex(Digest.sha256(request.body))
        request.remove([field.lowercased()])
        request.headers.append((field, hash))
        return hash
    }

    private static func signingKey(
        _ credentials: AWSCredentials,
        day: String,
        region: String,
        service: String
    ) -> [UInt8] {
        var key = Array("AWS4\(credentials.secretAccessKey.reveal())".utf8)
        for part in [day, region, service, "aws4_request"] {
            key = Digest.hmacSHA256(key: key, Array(part.utf8))
        }
        return key
    }
}

extension HTTPRequest {
    /// Drops every header field of these names.
    ///
    /// - Parameter names: names in lower case.
    fileprivate mutating func remove(_ names: Set<String>) {
        headers.removeAll { names.contains($0.name.lowercased()) }
    }
}
