// SPDX-License-Identifier: Apache-2.0

/// Keys that stand in a profile as they are.
enum StaticKeys {
    /// Reads the keys of a section.
    ///
    /// - Parameters:
    ///   - section: the profile; `nil` when the file has none of that name.
    ///   - profile: its name.
    ///   - file: the file it stands in.
    ///   - source: the source's name.
    /// - Returns: the keys, or why there are none.
    /// - Throws: ``CredentialError/Code/incomplete`` when only the public half is there.
    static func read(
        _ section: ConfigSection?,
        profile: String,
        file: String,
        source: String
    ) throws(CredentialError) -> CredentialOutcome {
        guard let section else { return .absent("no profile \"\(profile)\" in \(file)") }
        guard let key = section["aws_access_key_id"] else {
            return .absent("the profile \"\(profile)\" in \(file) has no aws_access_key_id")
        }
        guard let secret = section["aws_secret_access_key"] else {
            throw CredentialError(
                .incomplete,
                "The profile \"\(profile)\" in \(file) has aws_access_key_id and no aws_secret_access_key. "
                    + "Add it, or remove both."
            )
        }
        return .found(
            AWSCredentials(
                accessKeyID: key,
                secretAccessKey: secret,
                sessionToken: section["aws_security_token"] ?? section["aws_session_token"],
                accountID: section["aws_account_id"],
                source: source
            )
        )
    }
}
