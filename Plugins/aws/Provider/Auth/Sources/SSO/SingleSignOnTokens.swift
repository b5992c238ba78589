// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tokens that were renewed here.
///
/// A plugin cannot write the AWS CLI's cache, so they live as long as it does.
final class SingleSignOnTokens: Sendable {
    private let renewed = Mutex<[String: SingleSignOnToken]>([:])

    /// Starts empty.
    init() {}

    /// The token that lasts longer: the one renewed here, or the one in the file.
    ///
    /// - Parameters:
    ///   - cached: the one in the file.
    ///   - key: the session.
    /// - Returns: one of them.
    func latest(_ cached: SingleSignOnToken, key: String) -> SingleSignOnToken {
        guard let own = renewed.withLock({ $0[key] }), own.expiration > cached.expiration else {
            return cached
        }
        return own
    }

    /// Keeps a renewed token.
    func keep(_ token: SingleSignOnToken, key: String) {
        renewed.withLock { $0[key] = token }
    }
}
