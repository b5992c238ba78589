// SPDX-License-Identifier: Apache-2.0

/// What AWS's error codes mean, whichever service uses them.
enum FaultCodes {
    /// What to conclude from a code and a status.
    static func kind(code: String, status: Int) -> AWSFault.Kind {
        if let known = table[code] { return known }
        if code.hasSuffix(".NotFound") || code.hasSuffix("NotFoundException")
            || code.hasSuffix("NotFoundFault")
        {
            return .notFound
        }
        switch status {
        case 429: return .throttled
        case 500...: return .transient
        case 301, 307: return .redirected
        case 401, 403: return .refused
        // Every AWS service names its code in a 404; without one the body was lost, and "gone" would be a guess.
        case 404: return code.isEmpty ? .transient : .notFound
        case 408: return .timeout
        default: return .other
        }
    }

    private static let table: [String: AWSFault.Kind] = {
        let groups: [(AWSFault.Kind, [String])] = [
            (.throttled, throttled), (.refused, refused), (.credentials, credentials),
            (.regionDisabled, ["OptInRequired", "InvalidRegion"]), (.notFound, notFound),
            (.redirected, ["PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed"]),
            (.transient, transient), (.timeout, ["RequestTimeout", "RequestTimeoutException"]),
        ]
        var table: [String: AWSFault.Kind] = [:]
        for (kind, codes) in groups {
            for code in codes { table[code] = kind }
        }
        return table
    }()

    /// Codes of all SDKs' retry tables and of the services' own documents.
    private static let throttled = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
        "RequestThrottledException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown",
        "BandwidthLimitExceeded", "ProvisionedThroughputExceededException", "PriorRequestNotComplete",
        "EC2ThrottledException", "TransactionInProgressException", "ReduceYourRequestRate",
    ]

    private static let refused = [
        "UnauthorizedOperation", "UnauthorizedAccess", "AccessDenied", "AccessDeniedException",
        "NotAuthorized",
        "AuthorizationError", "AuthorizationErrorException", "NotAuthorizedException", "AllAccessDisabled",
        "KMSAccessDeniedException", "Client.UnauthorizedOperation", "UnauthorizedException",
    ]

    private static let credentials = [
        "AuthFailure", "ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId",
        "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken",
        "InvalidSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException",
        "IncompleteSignature", "IncompleteSignatureException", "TokenRefreshRequired", "RequestTimeTooSkewed",
        "InvalidSecurity", "NotSignedUp", "RequestInTheFuture",
    ]

    private static let notFound = [
        "NoSuchBucket", "NoSuchTagSet", "NoSuchKey", "DBInstanceNotFound", "DBClusterNotFound",
        "InvalidInstanceID.Malformed", "InvalidVolumeID.Malformed", "InvalidSnapshotID.Malformed", "NotFound",
        "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "TopicNotFound", "ResourceNotFound",
        "InvalidParameterValue.NotFound",
    ]

    private static let transient = [
        "InternalError", "InternalFailure", "InternalServerError", "InternalServiceError",
        "InternalServiceErrorException", "InternalServerException", "ServiceUnavailable", "Unavailable",
        "ServiceUnavailableException", "ServiceException", "ServerException",
    ]
}
