// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Testing

@testable import Estate

/// A second cloud: what AWS does not claim goes to the next in line.
private struct PlainCloud: EmulatedCloud {
    let name = "plain"

    func claims(_ request: EstateRequest) -> Bool { request.headers["authorization"] == "Bearer plain" }

    func operation(of request: EstateRequest, requestID: String) -> EstateOperation {
        EstateOperation(service: "things", action: request.method, region: "here", requestID: requestID)
    }

    func answer(_ request: EstateRequest, _ operation: EstateOperation) -> EstateReply {
        EstateReply(status: 200, body: .bytes(Array("plain".utf8)))
    }

    func reply(to request: EstateRequest, _ operation: EstateOperation, in fault: EstateFault) -> EstateReply
    {
        EstateReply(status: 599, body: .bytes(Array(fault.rawValue.utf8)))
    }

    func identifier(of resource: DescribedResource) -> String { "//plain/\(resource.id)" }

    func counts(_ resource: DescribedResource) -> Bool { resource.state != "gone" }

    func environment(port: UInt16) -> [(name: String, value: String)] { [] }
}

struct EstateServiceTests {
    private static let estate = DescribedEstate(
        scopes: [
            .init(cloud: "aws", id: "111122223333", name: "one", regions: [.init(name: "us-east-1")]),
            .init(cloud: "plain", id: "p", name: "two", regions: [.init(name: "here")]),
        ],
        resources: [
            DescribedResource(
                cloud: "aws",
                scope: "111122223333",
                region: "us-east-1",
                type: "sqs:queue",
                id: "q",
                tags: [DescribedTag("Owner", "a")]
            ),
            DescribedResource(
                cloud: "plain",
                scope: "p",
                region: "here",
                type: "thing",
                id: "t",
                state: "gone"
            ),
        ]
    )

    private func service(_ rules: TrafficRules = TrafficRules()) -> EstateService {
        let aws = AWSCloud(estate: Self.estate, now: { 1_440_938_160 })
        return EstateService(estate: Self.estate, clouds: [aws, PlainCloud()], rules: rules, now: { 0 })
    }

    @Test func `a request goes to the cloud that claims it`() async {
        let plain = EstateRequest(method: "GET", path: "/", headers: ["authorization": "Bearer plain"])
        #expect(await service().reply(to: plain).body == .bytes(Array("plain".utf8)))
        let unsigned = await service().reply(to: EstateRequest(method: "GET", path: "/"))
        #expect(unsigned.status == 403)
    }

    @Test func `a request that no cloud claims is not found`() async {
        let request = EstateRequest(method: "GET", path: "/", headers: ["authorization": "Bearer other"])
        #expect(await service().reply(to: request).status == 404)
    }

    @Test func `a fault is told in the words of the cloud`() async throws {
        var rules = TrafficRules()
        rules.denied = [try OperationPattern(parsing: "things:GET")]
        let request = EstateRequest(method: "GET", path: "/", headers: ["authorization": "Bearer plain"])
        #expect(await service(rules).reply(to: request).body == .bytes(Array("denied".utf8)))
    }

    @Test func `the truth lists what exists with each cloud's own identifiers`() async throws {
        let reply = await service().reply(to: EstateRequest(method: "GET", path: "/_estate/resources"))
        guard case .bytes(let bytes) = reply.body else {
            Issue.record("The truth has no body.")
            return
        }
        let truth = try #require(try JSONValue(parsing: bytes).array)
        #expect(truth.map { $0["id"]?.string } == ["arn:aws:sqs:us-east-1:111122223333:q", "//plain/t"])
        #expect(truth.map { $0["counts"]?.bool } == [true, false])
        #expect(truth[0]["tags"]?["Owner"]?.string == "a")
    }
}
