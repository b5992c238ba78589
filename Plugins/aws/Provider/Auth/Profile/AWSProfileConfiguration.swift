// SPDX-License-Identifier: Apache-2.0

/// The settings in force: environment first, then the chosen profile of the shared files.
struct AWSProfileConfiguration: Sendable {
    /// The chosen profile's name.
    let profileName: String
    /// Both shared files.
    let shared: SharedConfiguration
    private let environment: any PluginEnvironment

    /// Reads the shared files and chooses the profile: AWS_DEFAULT_PROFILE, AWS_PROFILE, "default".
    ///
    /// - Parameter environment: where variables and files come from.
    /// - Returns: the settings in force.
    /// - Throws: ``CredentialError/Code/profileNotFound`` when the named profile does not exist,
    ///   ``CredentialError/Code/malformedFile`` when a file cannot be parsed.
    static func load(
        from environment: any PluginEnvironment
    ) async throws(CredentialError) -> AWSProfileConfiguration {
        let shared = try await SharedConfiguration.load(from: environment)
        // botocore's order; other SDKs know AWS_PROFILE only.
        let asked = environment.environment("AWS_DEFAULT_PROFILE") ?? environment.environment("AWS_PROFILE")
        if let asked, shared.profiles[asked] == nil { throw missing(asked, in: shared) }
        return AWSProfileConfiguration(
            profileName: asked ?? "default",
            shared: shared,
            environment: environment
        )
    }

    /// Puts settings together that were read elsewhere.
    init(profileName: String, shared: SharedConfiguration, environment: any PluginEnvironment) {
        self.profileName = profileName
        self.shared = shared
        self.environment = environment
    }

    /// The chosen profile; empty when there is none.
    var profile: ConfigSection { shared.profiles[profileName] ?? ConfigSection() }

    /// A setting that has a variable and a name in the profile; the variable wins.
    ///
    /// - Parameters:
    ///   - variable: for example "AWS_USE_FIPS_ENDPOINT".
    ///   - setting: for example "use_fips_endpoint".
    /// - Returns: the text, or `nil` when neither is set.
    func value(variable: String, setting: String) -> String? {
        environment.environment(variable) ?? profile[setting]
    }

    /// The region that is set: AWS_REGION, AWS_DEFAULT_REGION, the profile's.
    var region: String? {
        environment.environment("AWS_REGION") ?? environment.environment("AWS_DEFAULT_REGION")
            ?? profile["region"]
    }

    private static func missing(_ name: String, in shared: SharedConfiguration) -> CredentialError {
        let known = shared.profiles.keys.sorted()
        let list =
            known.isEmpty ? "There is no profile in them" : "Profiles: \(known.joined(separator: ", "))"
        let notes = shared.unreadable.map { " \($0)." }.joined()
        return CredentialError(
            .profileNotFound,
            "The AWS profile \"\(name)\" (AWS_PROFILE) is neither in \(shared.paths.config) nor in "
                + "\(shared.paths.credentials). \(list).\(notes) Correct or unset AWS_PROFILE."
        )
    }
}

// MARK: - Endpoints

extension AWSProfileConfiguration {
    /// The base URL that replaces a service's own, in botocore's order: variable of the service, AWS_ENDPOINT_URL,
    /// the profile's `services` section, the profile's `endpoint_url`.
    ///
    /// - Parameter service: the service id in lower case with underscores, for example "sts" or
    ///   "resource_groups_tagging_api".
    /// - Returns: the URL without a slash at its end, or `nil` when none is set.
    /// - Throws: ``CredentialError/Code/invalidConfiguration`` for a URL that is neither https nor loopback, or a
    ///   `services` section that does not exist.
    func endpointURL(service: String) throws(CredentialError) -> String? {
        let ignored = value(
            variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            setting: "ignore_configured_endpoint_urls"
        )
        guard ignored?.lowercased() != "true" else { return nil }
        let variables = ["AWS_ENDPOINT_URL_\(service.uppercased())", "AWS_ENDPOINT_URL"]
        for variable in variables {
            if let url = environment.environment(variable) { return try Self.checked(url, from: variable) }
        }
        let place = "the profile \"\(profileName)\""
        if let url = try servicesSection(place)?.nested(service)["endpoint_url"], !url.isEmpty {
            return try Self.checked(url, from: "the services section of \(place)")
        }
        guard let url = profile["endpoint_url"], !url.isEmpty else { return nil }
        return try Self.checked(url, from: "endpoint_url of \(place)")
    }

    private func servicesSection(_ place: String) throws(CredentialError) -> ConfigSection? {
        guard let name = profile["services"] else { return nil }
        guard let section = shared.services[name] else {
            throw CredentialError(
                .invalidConfiguration,
                "\(place) refers to [services \(name)], which is not in \(shared.paths.config). Add or unset it."
            )
        }
        return section
    }

    private static func checked(_ text: String, from place: String) throws(CredentialError) -> String {
        let url = RequestURL(text)
        let isAllowed = url.scheme == "https" || (url.scheme == "http" && url.isLoopback)
        guard isAllowed, !url.host.isEmpty, url.query.isEmpty else {
            // Of the URL only scheme and host are shown: the rest may hold a password.
            let shown = url.scheme.isEmpty ? url.hostField : "\(url.scheme)://\(url.hostField)"
            throw CredentialError(
                .invalidConfiguration,
                "The endpoint \"\(shown)\" in \(place) is not usable: it must be an https URL without a query; "
                    + "plain http is for loopback addresses only."
            )
        }
        var result = text[...]
        while result.last == "/" { result = result.dropLast() }
        return String(result)
    }
}
