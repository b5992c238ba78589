// SPDX-License-Identifier: Apache-2.0

/// The token that `aws sso login` leaves in the AWS CLI's cache.
struct SingleSignOnToken: Hashable, Sendable {
    /// What a new token is asked for with.
    struct Renewal: Hashable, Sendable {
        /// Names the AWS CLI's registration.
        let clientID: String
        /// Proves it.
        let clientSecret: Secret
        /// Stands for the person's consent.
        let refreshToken: Secret
        /// When the registration ends.
        let registrationEnd: WallClock
    }

    /// What the portal asks for.
    let accessToken: Secret
    /// When it stops working.
    let expiration: WallClock
    /// How to get another one; absent in the older form.
    let renewal: Renewal?

    /// The file of a session, as every SDK names it.
    ///
    /// - Parameter key: the session's name, or the start URL in the older form.
    /// - Returns: its path.
    static func path(key: String) -> String {
        "~/.aws/sso/cache/\(Digest.hex(Digest.sha1(Array(key.utf8)))).json"
    }

    /// Reads a cached token; `nil` when what has to be there is not.
    ///
    /// - Parameter object: the file's content.
    init?(_ object: JSONObject) {
        guard let token = object["accessToken"]?.string,
            let end = object["expiresAt"]?.string.flatMap(InstantText.iso8601)
        else { return nil }
        accessToken = Secret(token)
        expiration = end
        renewal = Renewal(object)
    }

    /// Takes over what sso-oidc CreateToken gave; `nil` when the reply lacks it.
    ///
    /// - Parameters:
    ///   - reply: its reply.
    ///   - former: what was handed in.
    ///   - now: when the reply came.
    init?(_ reply: JSONObject, replacing former: Renewal, now: WallClock) {
        guard let token = reply["accessToken"]?.string, let seconds = reply["expiresIn"]?.double else {
            return nil
        }
        accessToken = Secret(token)
        expiration = now + seconds
        renewal = Renewal(
            clientID: former.clientID,
            clientSecret: former.clientSecret,
            refreshToken: reply["refreshToken"]?.string.map(Secret.init) ?? former.refreshToken,
            registrationEnd: former.registrationEnd
        )
    }
}

extension SingleSignOnToken.Renewal {
    fileprivate init?(_ object: JSONObject) {
        guard let id = object["clientId"]?.string, let secret = object["clientSecret"]?.string,
            let token = object["refreshToken"]?.string,
            let end = object["registrationExpiresAt"]?.string.flatMap(InstantText.iso8601)
        else { return nil }
        self.init(
            clientID: id,
            clientSecret: Secret(secret),
            refreshToken: Secret(token),
            registrationEnd: end
        )
    }
}
