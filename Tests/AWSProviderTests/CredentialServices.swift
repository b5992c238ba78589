// SPDX-License-Identifier: Apache-2.0

@testable import AWSProvider

/// Answers as generate_credential_cases.py does: each key tells how it was made.
enum CredentialServices {
    static let end = "2099-01-01T00:00:00Z"

    static func answer(_ request: HTTPRequest) -> HTTPResponse {
        let url = RequestURL(request.url)
        switch (request.method, url.path) {
        case ("PUT", "/latest/api/token"): return .text(200, "METADATA-TOKEN")
        case ("GET", "/container"):
            return .text(200, keys("CONTAINER(\(header("Authorization", request)))"))
        case ("GET", "/federation/credentials"): return .text(200, singleSignOn(request, url))
        case ("GET", "/latest/meta-data/iam/security-credentials/"): return .text(200, "web-server")
        case ("GET", "/latest/meta-data/iam/security-credentials/web-server"):
            return .text(200, keys("INSTANCE(web-server)"))
        case ("POST", "/token"): return .text(200, #"{"accessToken":"RENEWED","expiresIn":3600}"#)
        case ("POST", "/"): return .text(200, role(request))
        default: return .text(404, "")
        }
    }

    private static func keys(_ key: String) -> String {
        #"{"AccessKeyId":"\#(key)","SecretAccessKey":"s","Token":"t","Expiration":"\#(end)","Code":"Success"}"#
    }

    private static func header(_ name: String, _ request: HTTPRequest) -> String {
        HTTPResponse(status: 0, headers: request.headers).header(name) ?? ""
    }

    private static func singleSignOn(_ request: HTTPRequest, _ url: RequestURL) -> String {
        let query = form(url.query)
        let token = header("x-amz-sso_bearer_token", request)
        let key = "SSO(\(query["account_id"] ?? ""),\(query["role_name"] ?? ""),\(token))"
        return #"{"roleCredentials":{"accessKeyId":"\#(key)","secretAccessKey":"s","sessionToken":"t","#
            + #""expiration":4070908800000}}"#
    }

    private static func role(_ request: HTTPRequest) -> String {
        let form = form(String(decoding: request.body, as: UTF8.self))
        let name = form["RoleArn"]?.split(separator: "/").last ?? ""
        let authorization = header("Authorization", request)
        let key: String
        if form["Action"] == "AssumeRole" {
            let caller = authorization.split(separator: "Credential=").last?.split(separator: "/").first ?? ""
            key = "ROLE(\(name),\(caller))"
        } else {
            key = authorization.isEmpty ? "WEB(\(name),\(form["WebIdentityToken"] ?? ""))" : "SIGNED"
        }
        return sessionXML(key: key, end: end)
    }

    static func sessionXML(key: String, secret: String = "s", token: String = "t", end: String) -> String {
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>\(secret)</SecretAccessKey>
        <SessionToken>\(token)</SessionToken><Expiration>\(end)</Expiration></Credentials><AssumedRoleUser>
        <Arn>arn:aws:sts::123456789012:assumed-role/x/s</Arn></AssumedRoleUser></AssumeRoleResult>
        </AssumeRoleResponse>
        """
    }

    static func form(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map { decoded(String($0)) }
            result[parts.first ?? ""] = parts.count > 1 ? parts[1] : ""
        }
        return result
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
