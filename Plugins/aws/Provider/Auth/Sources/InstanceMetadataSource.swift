// SPDX-License-Identifier: Apache-2.0

/// The role of the EC2 instance that this runs on.
struct InstanceMetadataSource: CredentialSource {
    private static let path = "latest/meta-data/iam/security-credentials/"

    /// How long stale keys are used on, in seconds: see ``outliving(_:now:)``.
    private static let extensionTime = 1200.0

    var name: String { "instance metadata" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        guard let service = try InstanceMetadata(context) else {
            return .absent("AWS_EC2_METADATA_DISABLED is true")
        }
        let role: String
        switch try await service.ask(Self.path) {
        case .none(let reason): return .absent(reason)
        case .text(let bytes): role = Self.firstLine(bytes)
        }
        guard !role.isEmpty, role.utf8.allSatisfy(Self.isRoleCharacter) else {
            return .absent("the instance metadata service gave no role name")
        }
        switch try await service.ask(Self.path + role) {
        case .none(let reason): return .absent(reason)
        case .text(let bytes): return try Self.credentials(bytes, context, source: name)
        }
    }

    private static func credentials(
        _ bytes: [UInt8],
        _ context: CredentialContext,
        source: String
    ) throws(CredentialError) -> CredentialOutcome {
        let place = "The instance metadata service"
        let object: JSONObject
        do { object = try CredentialDocument.object(bytes, from: place) } catch {
            return .absent(error.message)
        }
        // A role that EC2 may not take on gives 200 with Code and Message instead of keys.
        guard object["AccessKeyId"] != nil else {
            return .absent("the instance has no usable role: \(object["Code"]?.string ?? "no AccessKeyId")")
        }
        let document = CredentialDocument(object, from: place)
        let credentials = try document.credentials(source: source, tokenName: "Token")
        return .found(outliving(credentials, now: context.now))
    }

    /// When EC2 cannot renew the keys it goes on giving the old ones, and AWS goes on taking them: SDKs use them on
    /// (AWS SDKs reference guide, "static stability").
    private static func outliving(_ credentials: AWSCredentials, now: WallClock) -> AWSCredentials {
        guard let end = credentials.expiration, end <= now + 900 else { return credentials }
        return credentials.expiring(at: now + extensionTime)
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    }

    /// IAM: letters, digits and "_+=,.@-".
    private static func isRoleCharacter(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "+=,@".utf8.contains(byte)
    }
}
