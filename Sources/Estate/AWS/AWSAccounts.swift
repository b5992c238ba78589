// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The access keys of the emulated accounts, with the sessions that AssumeRole hands out.
final class AWSAccounts: Sendable {
    /// A key that signs requests.
    struct Key: Hashable, Sendable {
        var id: String
        var secret: String
        var sessionToken: String?
        var expires: Instant?
        var account: String
        /// Who holds it.
        var arn: String
    }

    /// Account ids in the order of the description.
    let ids: [String]
    private let keys: Mutex<[String: Key]>

    init(ids: [String]) {
        self.ids = ids
        let roots = ids.map { id in
            // Of the same shape as real keys, and nobody's.
            Key(
                id: "AKIAEST0\(id)",
                secret: "EstateSecretKeyNotARealOne/+\(id)",
                sessionToken: nil,
                expires: nil,
                account: id,
                arn: "arn:aws:iam::\(id):user/estate"
            )
        }
        keys = Mutex([String: Key](roots.map { ($0.id, $0) }) { first, _ in first })
    }

    subscript(keyID: String) -> Key? { keys.withLock { $0[keyID] } }

    /// The long-lived key of the first account.
    var first: Key? { ids.first.flatMap { self["AKIAEST0\($0)"] } }

    /// Hands out a session of a role.
    ///
    /// - Parameters:
    ///   - account: the role's account.
    ///   - role: the role's name.
    ///   - session: the session's name.
    ///   - expires: when it ends.
    /// - Returns: the session's key.
    func session(account: String, role: String, session: String, expires: Instant) -> Key {
        keys.withLock { keys in
            let number = String(keys.count, radix: 16)
            let serial = String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
            let key = Key(
                id: "ASIA\(serial)\(account)".uppercased(),
                secret: "EstateSessionKeyNotReal/\(serial)\(account)",
                sessionToken: "estate-session/\(serial)/\(role)==",
                expires: expires,
                account: account,
                arn: "arn:aws:sts::\(account):assumed-role/\(role)/\(session)"
            )
            keys[key.id] = key
            return key
        }
    }
}
