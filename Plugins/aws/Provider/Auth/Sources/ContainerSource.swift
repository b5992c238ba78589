// SPDX-License-Identifier: Apache-2.0

/// The credentials endpoint of ECS tasks, EKS pods and the like.
struct ContainerSource: CredentialSource {
    /// botocore's figures: two seconds, three times.
    private static let patience = CredentialExchange.Patience(
        attempts: 3,
        timeout: .seconds(2),
        pause: .seconds(1)
    )

    /// Link-local addresses of ECS and of the EKS pod identity agent, which speak plain http.
    private static let linkLocal: Set<String> = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]

    var name: String { "container" }

    func load(_ context: CredentialContext) async throws(CredentialError) -> CredentialOutcome {
        guard let url = try Self.url(context.environment) else {
            return .absent(
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set"
            )
        }
        var headers = [(name: "Accept", value: "application/json")]
        if let token = try await Self.authorization(context.environment) {
            headers.append(("Authorization", token.reveal()))
        }
        let request = HTTPRequest(url: url, headers: headers)
        let place = "The container credentials endpoint \(RequestURL(url).hostField)"
        let exchange = CredentialExchange(context: context, patience: Self.patience, place: place)
        let reply = try await exchange.send { request }
        guard reply.status == 200 else {
            throw CredentialError(
                .sourceFailed,
                "\(place) gave HTTP \(reply.status). Check the task's or the pod's role."
            )
        }
        let document = CredentialDocument(
            try CredentialDocument.object(reply.body, from: place),
            from: place
        )
        return .found(try document.credentials(source: name, tokenName: "Token"))
    }

    private static func url(_ environment: any PluginEnvironment) throws(CredentialError) -> String? {
        if let path = environment.environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            // Without this check "@host" or ".host" would lead elsewhere.
            guard path.utf8.first == UInt8(ascii: "/") else {
                throw CredentialError(
                    .invalidConfiguration,
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash. Correct it."
                )
            }
            return "http://169.254.170.2\(path)"
        }
        guard let full = environment.environment("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        let url = RequestURL(full)
        let isPlainAllowed = url.scheme == "http" && (url.isLoopback || linkLocal.contains(url.host))
        guard url.scheme == "https" || isPlainAllowed else {
            throw CredentialError(
                .invalidConfiguration,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI leads to \(url.scheme)://\(url.hostField), which is neither "
                    + "https, nor loopback, nor one of \(linkLocal.sorted().joined(separator: ", ")). Correct it."
            )
        }
        return full
    }

    /// Read anew each time: the agent replaces the file.
    private static func authorization(
        _ environment: any PluginEnvironment
    ) async throws(CredentialError) -> Secret? {
        let fileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
        var token = environment.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        if let file = environment.environment(fileVariable) {
            do {
                token = try await environment.readFile(file).flatMap { String(validating: $0, as: UTF8.self) }
            } catch {
                throw CredentialError(
                    .sourceFailed,
                    "\(file) (\(fileVariable)) cannot be read: \(error)",
                    cause: error
                )
            }
            guard token != nil else {
                throw CredentialError(
                    .sourceFailed,
                    "\(file) (\(fileVariable)) does not exist or is no text."
                )
            }
        }
        guard let token else { return nil }
        guard !token.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
            throw CredentialError(
                .invalidConfiguration,
                "The container authorization token holds a line break. Correct it."
            )
        }
        return Secret(token)
    }
}
