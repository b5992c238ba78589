// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
package import Logging

/// What the host's services know of the world; nothing is read from the process itself.
package struct HostServiceOptions: Sendable {
    /// Environment variables, as proxies, endpoint overrides, plugins and credential programs see them.
    package var environment: [String: String]
    /// What "~" stands for.
    package var homeDirectory: String
    /// The whole configuration; a plugin sees what is below `plugins.<id>`.
    package var configuration: JSONValue
    /// PEM file of the certificate authorities to trust; nothing: the system's.
    package var certificateFile: String?
    /// Hosts that the operator grants beyond the manifest, by plugin id.
    package var extraHosts: [String: [String]]
    /// Where `tagwarden.kv/1` keeps values.
    package var keyValue: any KeyValueBacking
    /// Where plugins' lines and refusals go.
    package var logger: Logger
    /// Time.
    package var clock: any ServiceClock
    /// Limits of HTTP requests.
    package var http: HTTPLimits

    /// Collects what services need.
    ///
    /// - Parameters:
    ///   - environment: environment variables.
    ///   - homeDirectory: what "~" stands for.
    ///   - configuration: the whole configuration.
    ///   - certificateFile: PEM file of certificate authorities.
    ///   - extraHosts: further granted hosts by plugin id.
    ///   - keyValue: where values are kept.
    ///   - logger: where lines go.
    ///   - clock: time.
    ///   - http: limits of HTTP requests.
    package init(
        environment: [String: String],
        homeDirectory: String,
        configuration: JSONValue,
        certificateFile: String?,
        extraHosts: [String: [String]],
        keyValue: any KeyValueBacking,
        logger: Logger,
        clock: any ServiceClock = SystemServiceClock(),
        http: HTTPLimits = HTTPLimits()
    ) {
        self.environment = environment
        self.homeDirectory = homeDirectory
        self.configuration = configuration
        self.certificateFile = certificateFile
        self.extraHosts = extraHosts
        self.keyValue = keyValue
        self.logger = logger
        self.clock = clock
        self.http = http
    }
}

/// Limits that hold for every plugin's HTTP requests.
package struct HTTPLimits: Sendable, Hashable {
    /// Requests to one host that run at once; further ones wait.
    package var requestsPerHost = 128
    /// Requests of one plugin that run or wait.
    package var requestsPerPlugin = 4096
    /// Time to connect, in milliseconds.
    package var connectTimeout: Int64 = 10_000
    /// Time for a whole request that names none, in milliseconds.
    package var timeout: Int64 = 60_000
    /// Bytes of a decoded body for a request that names no limit.
    package var body: UInt64 = 16 << 20
    /// Bytes of all header fields of a reply.
    package var head = 256 << 10
    /// Header fields of a request or a reply.
    package var headers = 256
    /// Name and version sent as User-Agent.
    package var userAgent = "tagwarden"

    /// The usual limits.
    package init() {}
}
