// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Estate

/// Latency, faults and quotas on demand.
struct TrafficOptions: ParsableArguments {
    @Option(help: "How long each reply waits, such as 40ms or 1.5s.")
    var latency: String = "0ms"

    @Option(
        name: .customLong("fault-every"),
        help:
            "Every Nth request fails: 500, 503, throttled, connection closed, truncated, 200 around an error."
    )
    var faultEvery: Int?

    @Option(
        name: .customLong("fault-first"),
        help: "Every request fails this many times before it is answered, in the same ways."
    )
    var faultFirst = 0

    @Option(help: "Operation that is refused, such as s3:GetBucketTagging@eu-west-1; may be repeated.")
    var deny: [String] = []

    @Option(help: "Operations that are always throttled, such as ec2@us-east-1; may be repeated.")
    var throttle: [String] = []

    @Option(help: "Operation that is answered with 100 MB; may be repeated.")
    var huge: [String] = []

    @Option(help: "Region that closes every connection; may be repeated.")
    var down: [String] = []

    @Option(
        help: "Requests a second that each service takes in each region, such as 20 or 20/40 (rate/burst)."
    )
    var quota: String?

    func rules() throws -> TrafficRules {
        var rules = TrafficRules()
        rules.latency = try Self.duration(latency)
        rules.faultEvery = faultEvery
        rules.faultFirst = faultFirst
        rules.denied = try deny.map(OperationPattern.init(parsing:))
        rules.throttled = try throttle.map(OperationPattern.init(parsing:))
        rules.huge = try huge.map { try OperationPattern(parsing: $0.contains(":") ? $0 : "*:\($0)") }
        rules.downRegions = Set(down)
        rules.quota = try quota.map(Self.quota)
        return rules
    }

    private static func duration(_ text: String) throws -> Duration {
        let (digits, scale) =
            text.hasSuffix("ms")
            ? (text.dropLast(2), 0.001) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1)
        guard let value = Double(digits), value >= 0, value < 3_600 else {
            throw ValidationError("'\(text)' is no duration like 40ms or 1.5s.")
        }
        return .seconds(value * scale)
    }

    private static func quota(_ text: String) throws -> TrafficRules.Quota {
        let parts = text.split(separator: "/").map { Double($0) }
        guard let first = parts.first, let rate = first, rate > 0, parts.count <= 2,
            let last = parts.last, let burst = last, burst >= 1
        else { throw ValidationError("'\(text)' is no quota like 20 or 20/40.") }
        return TrafficRules.Quota(rate: rate, burst: burst)
    }
}
