// SPDX-License-Identifier: Apache-2.0

/// Knows the base URL of each service in each region.
struct EndpointResolver: Sendable {
    private let configuration: AWSProfileConfiguration
    private let usesFIPS: Bool
    private let usesDualStack: Bool

    /// Reads the settings that choose endpoints.
    ///
    /// - Parameter configuration: the settings in force.
    init(_ configuration: AWSProfileConfiguration) {
        self.configuration = configuration
        func isOn(_ variable: String, _ setting: String) -> Bool {
            configuration.value(variable: variable, setting: setting)?.lowercased() == "true"
        }
        usesFIPS = isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        usesDualStack = isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    }

    /// The whole URL of a call.
    ///
    /// - Parameter call: the call.
    /// - Returns: the URL, escaped.
    /// - Throws: ``CredentialError`` when a configured endpoint is not usable.
    func url(of call: ServiceCall) throws(CredentialError) -> String {
        let override = try configuration.endpointURL(service: call.service.id)
        let base = override ?? "https://\(host(of: call.service, in: call.region))"
        switch call.input {
        case .form, .json: return base + "/"
        case .rest(let path, let query): return base + path + Self.query(query)
        case .bucket(let bucket, let query):
            // A host name of its own, except where an endpoint is given or the certificate would not fit.
            if override == nil, Self.isHostLabel(bucket) {
                return "https://\(bucket).\(host(of: call.service, in: call.region))/\(Self.query(query))"
            }
            return "\(base)/\(PercentEncoding.encode(bucket))\(Self.query(query))"
        }
    }

    private func host(of service: AWSService, in region: String) -> String {
        let partition = Partition(region: region)
        let prefix = usesFIPS ? "\(service.hostPrefix)-fips" : service.hostPrefix
        guard usesDualStack else { return "\(prefix).\(region).\(partition.domain)" }
        // S3 had its dual-stack hosts before the domain for them existed.
        if service == .s3 { return "\(prefix).dualstack.\(region).\(partition.domain)" }
        return "\(prefix).\(region).\(partition.dualStackDomain)"
    }

    private static func query(_ pairs: [(name: String, value: String)]) -> String {
        guard !pairs.isEmpty else { return "" }
        let parts = pairs.map { pair in
            pair.value.isEmpty
                ? PercentEncoding.encode(pair.name)
                : "\(PercentEncoding.encode(pair.name))=\(PercentEncoding.encode(pair.value))"
        }
        return "?" + parts.joined(separator: "&")
    }

    /// Whether a bucket's name can be one label of a host name under S3's wildcard certificate.
    static func isHostLabel(_ bucket: String) -> Bool {
        let bytes = Array(bucket.utf8)
        func isPlain(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
            return false
        }
        return isPlain(first) && isPlain(last) && bytes.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
    }
}
