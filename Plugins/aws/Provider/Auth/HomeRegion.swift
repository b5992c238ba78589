// SPDX-License-Identifier: Apache-2.0

/// The region to begin with.
struct HomeRegion: Hashable, Sendable {
    /// What named it.
    enum Origin: Hashable, Sendable {
        /// AWS_REGION, AWS_DEFAULT_REGION or the profile.
        case configured
        /// The instance that this runs on.
        case instance
        /// Nobody: good enough to ask which regions there are, and for nothing else.
        case assumed
    }

    /// For example "eu-west-1".
    let name: String
    /// What named it.
    let origin: Origin

    /// Finds it.
    ///
    /// - Parameter context: the settings in force and the way to the metadata service.
    /// - Returns: the region.
    /// - Throws: ``CredentialError`` when cancelled, or when the settings make no sense.
    static func find(_ context: CredentialContext) async throws(CredentialError) -> HomeRegion {
        if let name = context.configuration.region {
            return HomeRegion(name: try checked(name), origin: .configured)
        }
        if let service = try InstanceMetadata(context),
            case .text(let bytes) = try await service.ask("latest/meta-data/placement/region")
        {
            let name = String(decoding: bytes, as: UTF8.self)
            if isRegion(name) { return HomeRegion(name: name, origin: .instance) }
        }
        return HomeRegion(name: "us-east-1", origin: .assumed)
    }

    /// Lets a region's name pass; it becomes a part of host names.
    ///
    /// - Parameters:
    ///   - name: the name.
    ///   - place: where it was set.
    /// - Returns: the name.
    /// - Throws: ``CredentialError/Code/invalidConfiguration`` for anything but small letters, digits and "-".
    static func checked(
        _ name: String,
        from place: String = "AWS_REGION, AWS_DEFAULT_REGION, or the profile's region"
    ) throws(CredentialError) -> String {
        guard !isRegion(name) else { return name }
        throw CredentialError(
            .invalidConfiguration,
            "The region \"\(name)\" (\(place)) is not a region's name, such as eu-west-1. Correct it."
        )
    }

    private static func isRegion(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 63
            && name.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
    }
}
