// SPDX-License-Identifier: Apache-2.0

/// What a profile says about IAM Identity Center, in the newer form (`sso_session`) or the older one.
struct SingleSignOnSettings: Hashable, Sendable {
    /// Where people log in.
    let startURL: String
    /// The region of IAM Identity Center.
    let region: String
    /// The account to enter.
    let accountID: String
    /// The permission set to enter it with.
    let roleName: String
    /// The `[sso-session NAME]`, in the newer form.
    let session: String?
    /// The profile it stands in.
    let profile: String

    /// What the name of the cached token is made of.
    var cacheKey: String { session ?? startURL }

    /// What a person does about a session that is over.
    var login: String { "aws sso login --profile \(profile)" }

    /// Reads a profile.
    ///
    /// - Parameter context: names the profile.
    /// - Returns: the settings; `nil` when the profile is not about single sign-on.
    /// - Throws: ``CredentialError/Code/invalidConfiguration`` when something is missing or contradicts itself.
    static func read(_ context: CredentialContext) throws(CredentialError) -> SingleSignOnSettings? {
        let profile = context.profile
        guard profile.has("sso_account_id") || profile.has("sso_role_name") else { return nil }
        let merged = try withSession(profile, context)
        var missing: [String] = []
        func required(_ name: String) -> String {
            if let text = merged[name], !text.isEmpty { return text }
            missing.append(name)
            return ""
        }
        let settings = SingleSignOnSettings(
            startURL: required("sso_start_url"),
            region: required("sso_region"),
            accountID: required("sso_account_id"),
            roleName: required("sso_role_name"),
            session: profile["sso_session"],
            profile: context.profileName
        )
        guard missing.isEmpty else {
            throw CredentialError(
                .invalidConfiguration,
                "The profile \"\(context.profileName)\" uses single sign-on and lacks "
                    + "\(missing.sorted().joined(separator: ", ")). Run `aws configure sso`."
            )
        }
        _ = try HomeRegion.checked(settings.region, from: "sso_region of \"\(context.profileName)\"")
        return settings
    }

    private static func withSession(
        _ profile: ConfigSection,
        _ context: CredentialContext
    ) throws(CredentialError) -> ConfigSection {
        guard let name = profile["sso_session"] else { return profile }
        guard let session = context.configuration.shared.ssoSessions[name] else {
            throw CredentialError(
                .invalidConfiguration,
                "The profile \"\(context.profileName)\" refers to [sso-session \(name)], which does not exist. "
                    + "Run `aws configure sso-session`."
            )
        }
        for setting in session.values.keys.sorted() {
            if let own = profile[setting], own != session[setting] {
                throw CredentialError(
                    .invalidConfiguration,
                    "The profile \"\(context.profileName)\" and [sso-session \(name)] give different values of "
                        + "\(setting). Remove it from the profile."
                )
            }
        }
        var merged = profile
        merged.merge(session)
        return merged
    }
}
