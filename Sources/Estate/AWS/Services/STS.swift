// SPDX-License-Identifier: Apache-2.0

extension AWSService {
    /// AWS Security Token Service, API version 2011-06-15.
    static let sts = AWSService(
        name: "sts",
        wire: .query(namespace: "https://sts.amazonaws.com/doc/2011-06-15/"),
        troubles: .query,
        unsigned: ["AssumeRoleWithWebIdentity"],
        actions: [
            "GetCallerIdentity": STS.getCallerIdentity,
            "AssumeRole": STS.assumeRole,
            "AssumeRoleWithWebIdentity": STS.assumeRoleWithWebIdentity,
        ]
    )
}

extension AWSService.Troubles {
    /// The words of the services that speak the query protocol.
    static let query = AWSService.Troubles(
        throttled: AWSFault("Throttling", "Rate exceeded"),
        serverError: AWSFault("InternalFailure", "An internal error has occurred.", status: 500),
        unavailable: AWSFault("ServiceUnavailable", "The service is unavailable.", status: 503),
        denied: ("AccessDenied", 403)
    )
}

enum STS {
    @Sendable static func getCallerIdentity(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        .xml { xml in
            xml.leaf("Arn", call.caller?.arn ?? "")
            xml.leaf("UserId", (call.caller?.id ?? "").replacingPrefix(of: 4, with: "AIDA"))
            xml.leaf("Account", call.account)
        }
    }

    @Sendable static func assumeRole(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        guard call.parameters["RoleSessionName"] != nil else {
            throw AWSFault("ValidationError", "Value null at 'roleSessionName' failed to satisfy constraint")
        }
        let key = try session(call)
        return .xml { write(key, &$0) }
    }

    @Sendable static func assumeRoleWithWebIdentity(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        guard let token = call.parameters["WebIdentityToken"], token.split(separator: ".").count == 3 else {
            throw AWSFault("InvalidIdentityToken", "The ID Token provided is not a valid JWT.")
        }
        let key = try session(call)
        return .xml { xml in
            write(key, &xml)
            xml.leaf("SubjectFromWebIdentityToken", "estate")
            xml.leaf("Provider", "arn:aws:iam::\(key.account):oidc-provider/estate")
            xml.leaf("Audience", "sts.amazonaws.com")
        }
    }

    private static func session(_ call: AWSCall) throws(AWSFault) -> AWSAccounts.Key {
        let arn = call.parameters["RoleArn"] ?? ""
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[2] == "iam", parts[5].hasPrefix("role/") else {
            throw AWSFault("ValidationError", "\(arn) is invalid")
        }
        guard call.inventory.hasAccount(String(parts[4])) else {
            throw AWSFault(
                "AccessDenied",
                "User: \(call.caller?.arn ?? "anonymous") is not authorized to perform: sts:AssumeRole on "
                    + "resource: \(arn)",
                status: 403
            )
        }
        let seconds = try call.number("DurationSeconds", in: 900...43_200) { value in
            AWSFault("ValidationError", "Value '\(value)' at 'durationSeconds' failed to satisfy constraint")
        }
        return call.accounts.session(
            account: String(parts[4]),
            role: String(parts[5].split(separator: "/").last ?? ""),
            session: call.parameters["RoleSessionName"] ?? "estate",
            expires: Instant(seconds: call.now.seconds + Int64(seconds ?? 3_600))
        )
    }

    private static func write(_ key: AWSAccounts.Key, _ xml: inout XMLText) {
        xml.element("Credentials") { xml in
            xml.leaf("AccessKeyId", key.id)
            xml.leaf("SecretAccessKey", key.secret)
            xml.leaf("SessionToken", key.sessionToken ?? "")
            xml.leaf("Expiration", (key.expires ?? Instant(seconds: 0)).iso8601())
        }
        xml.element("AssumedRoleUser") { xml in
            xml.leaf("AssumedRoleId", "AROAESTATE0000000000:\(key.arn.split(separator: "/").last ?? "")")
            xml.leaf("Arn", key.arn)
        }
        xml.leaf("PackedPolicySize", "0")
    }
}

extension String {
    fileprivate func replacingPrefix(of count: Int, with prefix: String) -> String {
        prefix + dropFirst(count)
    }
}
