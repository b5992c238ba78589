// SPDX-License-Identifier: Apache-2.0

extension SignatureVerifier.Problem {
    private static let mismatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
        + "Access Key and signing method. Consult the service documentation for details."
    private static let unknownToken = "The security token included in the request is invalid."

    /// The problem in the words of the service's protocol.
    func fault(for service: AWSService) -> AWSFault {
        switch service.wire {
        case .ec2: ec2
        case .query: query
        case .restXML: s3
        case .restJSON: json(status: 403)
        case .json: json(status: 400)
        }
    }

    private var ec2: AWSFault {
        let message = "AWS was not able to validate the provided access credentials"
        return switch self {
        case .missing: AWSFault("MissingParameter", "The request must contain the parameter AWSAccessKeyId")
        case .malformed(let text): AWSFault("IncompleteSignature", text)
        case .skewed: AWSFault("RequestExpired", "Request has expired.")
        case .expiredToken: AWSFault("RequestExpired", "Request has expired.")
        case .unknownKey, .invalidToken, .wrongSignature, .wrongPayload:
            AWSFault("AuthFailure", message, status: 401)
        }
    }

    private var query: AWSFault {
        switch self {
        case .missing:
            AWSFault("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
        case .malformed(let text): AWSFault("IncompleteSignature", text)
        case .unknownKey, .invalidToken: AWSFault("InvalidClientTokenId", Self.unknownToken, status: 403)
        case .expiredToken:
            AWSFault("ExpiredToken", "The security token included in the request is expired", status: 403)
        case .skewed(let date):
            AWSFault(
                "SignatureDoesNotMatch",
                "Signature expired: \(date) is now earlier than allowed.",
                status: 403
            )
        case .wrongSignature, .wrongPayload:
            AWSFault("SignatureDoesNotMatch", Self.mismatch, status: 403)
        }
    }

    private var s3: AWSFault {
        switch self {
        case .missing: AWSFault("AccessDenied", "Access Denied", status: 403)
        case .malformed(let text):
            AWSFault("AuthorizationHeaderMalformed", "The authorization header is malformed; \(text)")
        case .unknownKey:
            AWSFault(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                status: 403
            )
        case .invalidToken:
            AWSFault("InvalidToken", "The provided token is malformed or otherwise invalid.")
        case .expiredToken: AWSFault("ExpiredToken", "The provided token has expired.")
        case .skewed:
            AWSFault(
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                status: 403
            )
        case .wrongSignature: AWSFault("SignatureDoesNotMatch", Self.mismatch, status: 403)
        case .wrongPayload:
            AWSFault(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was "
                    + "computed."
            )
        }
    }

    private func json(status: Int) -> AWSFault {
        switch self {
        case .missing:
            AWSFault(
                "MissingAuthenticationTokenException",
                "Request is missing Authentication Token",
                status: status
            )
        case .malformed(let text): AWSFault("IncompleteSignatureException", text, status: status)
        case .unknownKey, .invalidToken:
            AWSFault("UnrecognizedClientException", Self.unknownToken, status: status)
        case .expiredToken:
            AWSFault(
                "ExpiredTokenException",
                "The security token included in the request is expired",
                status: status
            )
        case .skewed(let date):
            AWSFault(
                "InvalidSignatureException",
                "Signature expired: \(date) is now earlier than allowed.",
                status: status
            )
        case .wrongSignature, .wrongPayload:
            AWSFault("InvalidSignatureException", Self.mismatch, status: status)
        }
    }
}
