// SPDX-License-Identifier: Apache-2.0

/// The metadata service of EC2, version 2: every request carries a token that only this instance gets.
struct InstanceMetadata: Sendable {
    /// What a question led to.
    enum Answer: Sendable {
        /// The reply's text.
        case text([UInt8])
        /// There is no metadata service, or it has nothing to say; the reason.
        case none(String)
    }

    /// Plain http is right here: both addresses are link-local (EC2 user guide, "Instance metadata endpoint").
    private static let linkLocal: Set<String> = ["169.254.169.254", "[fd00:ec2::254]"]

    private let context: CredentialContext
    private let base: String
    private let exchange: CredentialExchange

    /// Finds the service; `nil` when AWS_EC2_METADATA_DISABLED is "true".
    ///
    /// - Parameter context: the settings in force and the way out.
    /// - Throws: ``CredentialError/Code/invalidConfiguration`` for an endpoint that is neither link-local,
    ///   loopback nor https.
    init?(_ context: CredentialContext) throws(CredentialError) {
        guard context.environment.environment("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
            return nil
        }
        self.context = context
        base = try Self.base(context.configuration)
        let settings = context.configuration
        let seconds = settings.value(
            variable: "AWS_METADATA_SERVICE_TIMEOUT",
            setting: "metadata_service_timeout"
        )
        let attempts = settings.value(
            variable: "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            setting: "metadata_service_num_attempts"
        )
        exchange = CredentialExchange(
            context: context,
            patience: .init(
                attempts: min(max(attempts.flatMap { Int($0) } ?? 1, 1), 10),
                timeout: .seconds(min(max(seconds.flatMap { Int($0) } ?? 1, 1), 60)),
                pause: .milliseconds(100)
            ),
            place: "The instance metadata service"
        )
    }

    /// Asks for one path; the session token is fetched first.
    ///
    /// - Parameter path: below the service's root, without a slash at its start.
    /// - Returns: the text, or why there is none.
    /// - Throws: ``CredentialError/Code/cancelled`` only.
    func ask(_ path: String) async throws(CredentialError) -> Answer {
        do {
            var headers: [(name: String, value: String)] = []
            switch try await token() {
            case .text(let token):
                headers = [("x-aws-ec2-metadata-token", String(decoding: token, as: UTF8.self))]
            case .none(let reason):
                guard allowsVersion1, reason == Self.noTokens else { return .none(reason) }
            }
            let request = HTTPRequest(url: "\(base)/\(path)", headers: headers)
            let reply = try await exchange.send { request }
            guard reply.status == 200, !reply.body.isEmpty else {
                return .none("the instance metadata service gave HTTP \(reply.status) for \(path)")
            }
            return .text(reply.body)
        } catch {
            if error.code == .cancelled { throw error }
            return .none(error.message)
        }
    }

    private static let noTokens = "the instance metadata service knows no tokens (version 1 only)"

    /// Version 1 has no protection against forged requests: only where it is asked for by name.
    private var allowsVersion1: Bool {
        context.configuration.value(
            variable: "AWS_EC2_METADATA_V1_DISABLED",
            setting: "ec2_metadata_v1_disabled"
        )?
        .lowercased()
            == "false"
    }

    private func token() async throws(CredentialError) -> Answer {
        let request = HTTPRequest(
            method: "PUT",
            url: "\(base)/latest/api/token",
            headers: [("x-aws-ec2-metadata-token-ttl-seconds", "21600")]
        )
        let reply = try await exchange.send { request }
        switch reply.status {
        case 200 where Self.isFieldValue(reply.body): return .text(reply.body)
        case 404, 405: return .none(Self.noTokens)
        default: return .none("the instance metadata service gave HTTP \(reply.status) instead of a token")
        }
    }

    private static func isFieldValue(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.count < 1024 && bytes.allSatisfy { (33...126).contains($0) }
    }

    private static func base(_ configuration: AWSProfileConfiguration) throws(CredentialError) -> String {
        let variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        guard let text = configuration.value(variable: variable, setting: "ec2_metadata_service_endpoint")
        else {
            let mode = configuration.value(
                variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                setting: "ec2_metadata_service_endpoint_mode"
            )
            return mode?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        }
        let url = RequestURL(text)
        let isPlainAllowed = url.scheme == "http" && (url.isLoopback || linkLocal.contains(url.host))
        guard url.scheme == "https" || isPlainAllowed else {
            throw CredentialError(
                .invalidConfiguration,
                "\(variable) leads to \(url.scheme)://\(url.hostField), which is neither https, loopback nor the "
                    + "service's own address. Correct or unset it."
            )
        }
        var result = text[...]
        while result.last == "/" { result = result.dropLast() }
        return String(result)
    }
}
