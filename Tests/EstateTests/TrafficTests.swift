// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Estate

struct TrafficTests {
    private let volumes = EstateOperation(
        service: "ec2",
        action: "DescribeVolumes",
        region: "eu-west-1",
        requestID: "1"
    )

    @Test(arguments: [
        "ec2", "ec2:DescribeVolumes", "ec2@eu-west-1", "*", "*:DescribeVolumes@eu-west-1", "ec2:*@*",
    ])
    func `a pattern matches where each part does`(text: String) throws {
        #expect(try OperationPattern(parsing: text).matches(volumes))
    }

    @Test(arguments: ["s3", "ec2:DescribeRegions", "ec2@us-east-1", "*@us-east-1", "ec2:describevolumes"])
    func `a pattern does not match where one part differs`(text: String) throws {
        #expect(try !OperationPattern(parsing: text).matches(volumes))
    }

    @Test(arguments: ["", "ec2:", "@eu-west-1", "ec2@"])
    func `a pattern with an empty part is refused`(text: String) {
        #expect(throws: EstateError.self) { try OperationPattern(parsing: text) }
    }

    @Test func `every nth request meets the next fault`() {
        var rules = TrafficRules()
        rules.faultEvery = 2
        var traffic = Traffic(rules: rules)
        let faults = (0..<14).map { _ in traffic.fault(for: volumes, at: 0) }
        #expect(faults.enumerated().allSatisfy { $0.offset % 2 == 1 || $0.element == nil })
        #expect(faults.compactMap { $0 } == EstateFault.rotation + [.serverError])
    }

    @Test func `each request fails before it is answered, and again when it is asked anew`() {
        var rules = TrafficRules()
        rules.faultFirst = 2
        var traffic = Traffic(rules: rules)
        func fault(_ fingerprint: UInt64) -> EstateFault? {
            traffic.fault(for: volumes, fingerprint: fingerprint, at: 0)
        }
        #expect([fault(1), fault(2), fault(1), fault(1)] == [.serverError, .unavailable, .throttled, nil])
        #expect([fault(2), fault(2), fault(1)] == [.closed, nil, .truncated])
    }

    @Test func `requests are alike only when what they ask is`() {
        let base = EstateRequest(method: "POST", path: "/", headers: ["x-amz-date": "1"], body: [1])
        var (again, other) = (base, base)
        again.headers["x-amz-date"] = "2"
        other.headers["x-amz-target"] = "A.B"
        #expect(base.fingerprint(region: "a") == again.fingerprint(region: "a"))
        #expect(base.fingerprint(region: "a") != base.fingerprint(region: "b"))
        #expect(base.fingerprint(region: "a") != other.fingerprint(region: "a"))
    }

    @Test func `a quota fills with time and never above its burst`() {
        var rules = TrafficRules()
        rules.quota = .init(rate: 2, burst: 3)
        var traffic = Traffic(rules: rules)
        func answered(_ count: Int, at now: Double) -> Int {
            (0..<count).filter { _ in traffic.fault(for: volumes, at: now) == nil }.count
        }
        #expect(answered(10, at: 0) == 3)
        #expect(answered(10, at: 1) == 2)
        #expect(answered(10, at: 100) == 3)
    }

    @Test func `a region that is down answers nothing else`() {
        var rules = TrafficRules()
        rules.downRegions = ["eu-west-1"]
        rules.faultEvery = 1
        var traffic = Traffic(rules: rules)
        #expect(traffic.fault(for: volumes, at: 0) == .down)
    }
}
