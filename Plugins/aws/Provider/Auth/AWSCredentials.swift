// SPDX-License-Identifier: Apache-2.0

/// Keys that sign requests for one identity.
struct AWSCredentials: Hashable, Sendable {
    /// The public name of the key pair, for example "AKIAIOSFODNN7EXAMPLE".
    let accessKeyID: String
    /// The secret half of the key pair.
    let secretAccessKey: Secret
    /// What temporary credentials must send along.
    let sessionToken: Secret?
    /// When they stop working; `nil` for long-lived ones.
    let expiration: WallClock?
    /// The account they belong to, when their source tells it.
    let accountID: String?
    /// Which source gave them, in the words of ``CredentialSource/name``.
    let source: String

    /// Describes a set of keys.
    ///
    /// - Parameters:
    ///   - accessKeyID: the public name of the key pair.
    ///   - secretAccessKey: its secret half.
    ///   - sessionToken: the token of temporary credentials.
    ///   - expiration: when they stop working.
    ///   - accountID: the account they belong to.
    ///   - source: which source gave them.
    init(
        accessKeyID: String,
        secretAccessKey: String,
        sessionToken: String? = nil,
        expiration: WallClock? = nil,
        accountID: String? = nil,
        source: String = "given"
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = Secret(secretAccessKey)
        self.sessionToken = sessionToken.map(Secret.init)
        self.expiration = expiration
        self.accountID = accountID
        self.source = source
    }
}

extension AWSCredentials {
    /// The same keys with another end.
    ///
    /// - Parameter moment: the new end.
    /// - Returns: the keys.
    func expiring(at moment: WallClock) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: accessKeyID,
            secretAccessKey: secretAccessKey.reveal(),
            sessionToken: sessionToken?.reveal(),
            expiration: moment,
            accountID: accountID,
            source: source
        )
    }
}
