// SPDX-License-Identifier: Apache-2.0

/// The AWS provider: inventory and look-up of one account.
public struct AWSPlugin: ProviderPlugin {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public static let identity = PluginIdentity(
        id: "aws",
        version: "0.1.0",
        title: "Amazon Web Services",
        needs: [
            "tagwarden.http/1", "tagwarden.clock/1", "tagwarden.config/1", "tagwarden.secrets/1",
            "tagwarden.log/1",
        ]
    )

    private let context: AWSContext
    private let log: @Sendable (LogLevel, String, JSONObject) -> Void

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(host: PluginHost) throws {
        let seed = UInt64(bitPattern: host.monotonic)
        var context = AWSContext(transport: HostHTTPTransport(host), environment: host, seed: seed)
        if let size = try host.setting("/page_size") {
            guard let size = size.integer, (1...1000).contains(size) else {
                throw PluginError(.invalidArgument, "plugins.aws.page_size must be a number from 1 to 1000.")
            }
            context.pageSize = Int(size)
        }
        self.init(context) { host.log($0, $1, $2) }
    }

    init(
        _ context: AWSContext,
        log: @escaping @Sendable (LogLevel, String, JSONObject) -> Void = { _, _, _ in }
    ) {
        self.context = context
        self.log = log
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var providerDescription: JSONObject { ProviderDescription.json }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func scopes(_ call: PluginCall) async throws -> JSONObject {
        try await scopes(remaining: call.remaining)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func inventory(_ call: PluginCall) async throws -> JSONObject {
        try await inventory(call.arguments, call, remaining: call.remaining) { done, total in
            call.progress(Double(done), of: Double(total))
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func lookup(_ call: PluginCall) async throws -> JSONObject {
        try await lookup(call.arguments, call, remaining: call.remaining)
    }

    // MARK: Operations without a host

    func scopes(remaining: Duration?) async throws -> JSONObject {
        let (client, home) = try await open(remaining)
        async let identity = CallerIdentity.find(client, region: home)
        let discovery = await RegionDiscovery.find(client, home: home)
        let account: String
        do { account = try await identity.account } catch let fault as AWSFault {
            throw InventoryScan.failure(fault)
        }
        var result: JSONObject = [
            "scopes": [
                ["id": .string(account), "status": "usable", "regions": JSONValue(discovery.regions)]
            ],
            "regions_discovered": .bool(discovery.fault == nil),
        ]
        if let fault = discovery.fault {
            result["detail"] = .string("The regions could not be listed: \(fault.message)")
        }
        return result
    }

    func inventory(
        _ arguments: JSONObject,
        _ emitter: any ResourceEmitter,
        remaining: Duration?,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> JSONObject {
        let request = try InventoryRequest(arguments)
        let budget = remaining.map(Self.budget)
        let (client, home) = try await open(budget)
        let scan = InventoryScan(
            request: request,
            client: client,
            context: context,
            home: home,
            emitter: emitter,
            budget: budget,
            progress: progress
        )
        let result = try await scan.run()
        log(
            .info,
            "AWS was scanned.",
            ["requests": JSONValue(client.requests), "retries": JSONValue(client.retries)]
        )
        return result
    }

    func lookup(
        _ arguments: JSONObject,
        _ emitter: any ResourceEmitter,
        remaining: Duration?
    ) async throws -> JSONObject {
        let (client, home) = try await open(remaining.map(Self.budget))
        return try await ResourceLookup(client: client, home: home, emitter: emitter).run(arguments)
    }

    /// What is left for the scan itself: the rest is for telling its outcome.
    private static func budget(_ remaining: Duration) -> Duration {
        let reserve = min(max(remaining / 5, .milliseconds(300)), .seconds(3), remaining / 2)
        return remaining - reserve
    }

    private func open(_ budget: Duration?) async throws -> (AWSClient, home: String) {
        do throws(CredentialError) {
            let configuration = try await context.credentials.configuration()
            let home = try await context.credentials.region().name
            let deadline = budget.map { context.environment.monotonic + $0.nanoseconds }
            let endpoints = EndpointResolver(configuration)
            return (AWSClient(context, endpoints: endpoints, deadline: deadline), home)
        } catch {
            throw PluginError(.unauthenticated, error.message)
        }
    }
}
