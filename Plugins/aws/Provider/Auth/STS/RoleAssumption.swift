// SPDX-License-Identifier: Apache-2.0

/// What is asked of sts:AssumeRole.
struct RoleAssumption: Hashable, Sendable {
    /// The role.
    var roleARN: String
    /// How the session is called in CloudTrail; `nil` for a name made of the time.
    var sessionName: String?
    /// The secret-like word that the role's trust policy asks of third parties.
    var externalID: String?
    /// How long the session lasts, an hour at most for a chained role; `nil` for the role's default.
    var durationSeconds: Int?

    /// Describes a wish.
    init(
        roleARN: String,
        sessionName: String? = nil,
        externalID: String? = nil,
        durationSeconds: Int? = nil
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.externalID = externalID
        self.durationSeconds = durationSeconds
    }

    /// The parameters of AssumeRole and AssumeRoleWithWebIdentity alike.
    func parameters(now: WallClock) -> [(name: String, value: String)] {
        let session = sessionName ?? "tagwarden-session-\(Int(now.secondsSince1970))"
        var result = [("RoleArn", roleARN), ("RoleSessionName", session)]
        if let externalID { result.append(("ExternalId", externalID)) }
        if let durationSeconds { result.append(("DurationSeconds", String(durationSeconds))) }
        return result.map { (name: $0.0, value: $0.1) }
    }
}
