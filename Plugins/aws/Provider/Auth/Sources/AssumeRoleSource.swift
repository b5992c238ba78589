// SPDX-License-Identifier: Apache-2.0

/// A profile with `role_arn`: a role taken on with credentials of another profile or source.
struct AssumeRoleSource: CredentialSource {
    /// What `credential_source` may say.
    private static let namedSources: [String: any CredentialSource] = [
        "Environment": EnvironmentSource(),
        "Ec2InstanceMetadata": InstanceMetadataSource(),
        "EcsContainer": ContainerSource(),
    ]

    var name: String { "assume role" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        let profile = context.profile
        guard Self.applies(to: profile), let arn = profile["role_arn"] else {
            return .absent("the profile \"\(context.profileName)\" has no role_arn")
        }
        if let device = profile["mfa_serial"] {
            throw CredentialError(
                .mfaRequired,
                "The profile \"\(context.profileName)\" asks for a one-time code of \(device), which cannot be "
                    + "typed here. Start a session with the AWS CLI and export it: "
                    + "`aws configure export-credentials --profile \(context.profileName) --format env`."
            )
        }
        let caller = try await Self.sourceCredentials(profile, context)
        let role = RoleAssumption(
            roleARN: arn,
            sessionName: profile["role_session_name"],
            externalID: profile["external_id"],
            // botocore passes over a duration that is no number.
            durationSeconds: profile["duration_seconds"].flatMap { Int($0) }
        )
        return .found(try await STSClient(context).assumeRole(role, signedBy: caller, source: name))
    }

    /// A profile with a web identity token is ``WebIdentitySource``'s.
    private static func applies(to profile: ConfigSection) -> Bool {
        profile.has("role_arn") && !profile.has("web_identity_token_file")
    }

    private static func hasKeys(_ profile: ConfigSection) -> Bool {
        profile.has("aws_access_key_id") || profile.has("aws_secret_access_key")
    }

    private static func sourceCredentials(
        _ profile: ConfigSection,
        _ context: CredentialContext
    ) async throws(CredentialError) -> AWSCredentials {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (nil, nil):
            throw invalid(context, "has role_arn and neither source_profile nor credential_source; add one.")
        case (_?, _?):
            throw invalid(context, "has both source_profile and credential_source; remove one.")
        case (nil, let source?): return try await credentials(of: source, context)
        case (let other?, nil): return try await credentials(ofProfile: other, context)
        }
    }

    private static func credentials(
        of sourceName: String,
        _ context: CredentialContext
    ) async throws(CredentialError) -> AWSCredentials {
        guard let source = namedSources[sourceName] else {
            let known = namedSources.keys.sorted().joined(separator: ", ")
            throw invalid(
                context,
                "names the unknown credential_source \"\(sourceName)\"; known are \(known)."
            )
        }
        switch try await source.load(context) {
        case .found(let credentials): return credentials
        case .absent(let reason):
            throw CredentialError(
                .sourceFailed,
                "The profile \"\(context.profileName)\" names the credential_source \(sourceName), which has no "
                    + "credentials: \(reason)."
            )
        }
    }

    private static func credentials(
        ofProfile other: String,
        _ context: CredentialContext
    ) async throws(CredentialError) -> AWSCredentials {
        guard let section = context.configuration.shared.profiles[other] else {
            throw invalid(context, "names the source_profile \"\(other)\", which does not exist; correct it.")
        }
        // A profile may name itself to hold keys and role in one place.
        let isItself = other == context.profileName && hasKeys(section)
        guard isItself || !context.visited.contains(other) else {
            let path = (context.visited + [other]).joined(separator: " → ")
            throw CredentialError(
                .loop,
                "The source_profile settings form a circle: \(path). Let the last one hold credentials."
            )
        }
        let next = context.moved(to: other)
        if !hasKeys(section), applies(to: section) {
            switch try await AssumeRoleSource().load(next) {
            case .found(let credentials): return credentials
            case .absent(let reason): throw invalid(context, "cannot use its source_profile: \(reason).")
            }
        }
        do {
            return try await CredentialChain.load(CredentialChain.ofProfile, next)
        } catch {
            guard error.code == .notFound else { throw error }
            let reasons = error.attempts.map { "\($0.source): \($0.reason)" }.joined(separator: "; ")
            throw CredentialError(
                .invalidConfiguration,
                "The source_profile \"\(other)\" of the profile \"\(context.profileName)\" has no credentials "
                    + "(\(reasons)). Add them.",
                attempts: error.attempts
            )
        }
    }

    private static func invalid(_ context: CredentialContext, _ words: String) -> CredentialError {
        CredentialError(.invalidConfiguration, "The profile \"\(context.profileName)\" \(words)")
    }
}
