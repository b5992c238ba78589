// SPDX-License-Identifier: Apache-2.0

import HostStorage

/// Remembers for a while which scopes and regions each cloud's credentials open.
///
/// In memory only: another process may run with other credentials on the same state.
actor ScopeDirectory {
    private let maximumAge: Int64
    private var known: [String: (listing: ScopeListing, at: Timestamp)] = [:]

    init(maximumAge: Int64) { self.maximumAge = maximumAge }

    /// The scopes of a cloud, asked of its provider when they are not known or `isForced`.
    func listing(
        of provider: any CloudProvider,
        at now: Timestamp,
        isForced: Bool,
        _ options: ProviderCallOptions
    ) async throws -> ScopeListing {
        // A plugin that was reloaded may have other credentials; its id and cloud are all that is known of it.
        let key = "\(provider.pluginID)/\(provider.profile.cloud)"
        if !isForced, let entry = known[key], entry.at <= now,
            now.seconds(since: entry.at)
                < (entry.listing.isWhole ? maximumAge : min(maximumAge, Self.gapsAge))
        {
            return entry.listing
        }
        let listing = try ScopeListing(try await provider.scopes(options), plugin: provider.pluginID)
        known[key] = (listing, now)
        return listing
    }

    /// Seconds for which a listing with gaps is believed: somebody may be mending the permissions.
    private static let gapsAge: Int64 = 30
}
