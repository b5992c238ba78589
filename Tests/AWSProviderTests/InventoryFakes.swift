// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import AWSProvider

/// An AWS that answers each action by a rule; GetCallerIdentity and DescribeRegions have answers already.
struct FakeAWS: Sendable {
    /// Answers an action in a region; `nil` is left to the fake.
    typealias Rule = @Sendable (_ action: String, _ region: String, _ request: HTTPRequest) -> HTTPResponse?

    let network: FakeNetwork
    let plugin: AWSPlugin
    let machine: FakeMachine

    init(regions: [String] = ["eu-west-1"], _ rule: @escaping Rule) {
        network = FakeNetwork { request in
            let (action, region) = Self.address(of: request)
            if let reply = rule(action, region, request) { return reply }
            switch action {
            case "GetCallerIdentity": return Self.identity
            case "DescribeRegions": return Self.regions(regions)
            default:
                return .text(400, "<Response><Errors><Error><Code>Untold</Code></Error></Errors></Response>")
            }
        }
        machine = FakeMachine([
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "SECRET", "AWS_REGION": "eu-west-1",
        ])
        plugin = AWSPlugin(AWSContext(transport: network, environment: machine, seed: 1))
    }

    /// Scans and answers what was emitted.
    func scan(_ types: [String], _ more: JSONObject = [:]) async throws -> Emitted {
        var arguments: JSONObject = ["resource_types": JSONValue(types)]
        for member in more { arguments[member.name] = member.value }
        let emitted = Emitted()
        emitted.keep(try await plugin.inventory(arguments, emitted, remaining: nil))
        return emitted
    }

    /// The action and the region: from the form, the target or the path, and from the signature.
    static func address(of request: HTTPRequest) -> (action: String, region: String) {
        func header(_ name: String) -> String {
            request.headers.first { $0.name.lowercased() == name }?.value ?? ""
        }
        let scope = header("authorization").split(separator: "/")
        let region = scope.count > 2 ? String(scope[2]) : ""
        if let action = header("x-amz-target").split(separator: ".").last { return (String(action), region) }
        let body = String(decoding: request.body, as: UTF8.self)
        if let field = body.split(separator: "&").first(where: { $0.hasPrefix("Action=") }) {
            return (String(field.dropFirst(7)), region)
        }
        return (String(RequestURL(request.url).path + "?" + RequestURL(request.url).query), region)
    }

    static let identity = HTTPResponse.text(
        200,
        """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn>\
        <UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
        """
    )

    static func regions(_ names: [String]) -> HTTPResponse {
        let items = names.map {
            "<item><regionName>\($0)</regionName><optInStatus>opt-in-not-required</optInStatus></item>"
        }
        let off = "<item><regionName>me-south-1</regionName><optInStatus>not-opted-in</optInStatus></item>"
        return .text(
            200,
            "<DescribeRegionsResponse><regionInfo>\(items.joined())\(off)</regionInfo></DescribeRegionsResponse>"
        )
    }
}

/// What a scan has emitted.
final class Emitted: ResourceEmitter {
    private let content = Mutex((records: [ResourceRecord](), coverage: [JSONObject](), result: JSONObject()))

    var records: [ResourceRecord] { content.withLock { $0.records.sorted { $0.id < $1.id } } }
    var coverage: [JSONObject] { content.withLock { $0.coverage } }
    var result: JSONObject { content.withLock { $0.result } }
    var statuses: [String: String] {
        Dictionary(
            coverage.map {
                (
                    "\($0["region"]?.string ?? "") \($0["resource_type"]?.string ?? "")",
                    $0["status"]?.string ?? ""
                )
            },
            uniquingKeysWith: { "\($0) and \($1)" }
        )
    }

    func emit(_ records: [ResourceRecord]) async throws { content.withLock { $0.records += records } }
    func emit(coverage: JSONObject) async throws { content.withLock { $0.coverage.append(coverage) } }
    func keep(_ result: JSONObject) { content.withLock { $0.result = result } }
}

/// Pages of DescribeInstances.
enum InstancePages {
    static func page(_ ids: [String], next: String? = nil, tags: String = "<tagSet/>") -> HTTPResponse {
        let items = ids.map { id in
            """
            <item><instanceId>\(id)</instanceId><instanceState><name>running</name></instanceState>\
            <launchTime>2026-07-21T10:00:00.000Z</launchTime>\(tags)</item>
            """
        }
        let token = next.map { "<nextToken>\($0)</nextToken>" } ?? ""
        return .text(
            200,
            """
            <DescribeInstancesResponse><reservationSet><item><instancesSet>\(items.joined())</instancesSet></item>\
            </reservationSet>\(token)</DescribeInstancesResponse>
            """
        )
    }
}

/// Counts from 1.
final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
