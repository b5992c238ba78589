// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct InventoryScanTests {
    private static func body(_ request: HTTPRequest) -> String {
        String(decoding: request.body, as: UTF8.self)
    }

    @Test func `every page of every region is read, and each cell is told once`() async throws {
        let aws = FakeAWS(regions: ["eu-west-1", "us-east-1"]) { action, region, request in
            guard action == "DescribeInstances" else { return nil }
            if Self.body(request).contains("NextToken=two") { return InstancePages.page(["i-\(region)-2"]) }
            return InstancePages.page(["i-\(region)-1"], next: "two")
        }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(
            emitted.records.map(\.resourceID) == [
                "i-eu-west-1-1", "i-eu-west-1-2", "i-us-east-1-1", "i-us-east-1-2",
            ]
        )
        #expect(emitted.records.first?.id == "arn:aws:ec2:eu-west-1:111122223333:instance/i-eu-west-1-1")
        #expect(emitted.records.first?.created == 1_784_628_000_000_000)
        let answered = ["eu-west-1 ec2:instance": "answered", "us-east-1 ec2:instance": "answered"]
        #expect(emitted.statuses == answered)
    }

    @Test func `tags keep their order, their bytes and their empty values`() async throws {
        let tags =
            "<tagSet><item><key>b</key><value>ü &amp; x</value></item><item><key>Name</key><value/></item></tagSet>"
        let aws = FakeAWS { action, _, _ in
            action == "DescribeInstances" ? InstancePages.page(["i-1"], tags: tags) : nil
        }
        let record = try #require(try await aws.scan(["ec2:instance"]).records.first)
        #expect(record.tags == [.init(key: "b", value: "ü & x"), .init(key: "Name", value: "")])
        #expect(record.name == nil)
    }

    @Test func `a refused region names the missing permission and leaves the others alone`() async throws {
        let aws = FakeAWS(regions: ["eu-west-1", "us-east-1"]) { action, region, _ in
            guard action == "DescribeInstances" else { return nil }
            if region == "us-east-1" { return InstancePages.page(["i-1"]) }
            return .text(
                403,
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>No.</Message></Error></Errors></Response>"
            )
        }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(emitted.records.count == 1)
        let refused = try #require(emitted.coverage.first { $0["region"] == "eu-west-1" })
        #expect(refused["status"] == "refused")
        #expect(refused["permission"] == "ec2:DescribeInstances")
        #expect(refused["code"] == "UnauthorizedOperation")
    }

    @Test func `a token that comes again ends the cell as failed`() async throws {
        let aws = FakeAWS { action, _, _ in
            action == "DescribeInstances" ? InstancePages.page(["i-1"], next: "same") : nil
        }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(emitted.statuses == ["eu-west-1 ec2:instance": "failed"])
    }

    @Test func `a region that is not enabled is refused, naming the valid ones`() async throws {
        let aws = FakeAWS { _, _, _ in nil }
        let error = await #expect(throws: PluginError.self) {
            _ = try await aws.scan(["ec2:instance"], ["regions": ["me-south-1"]])
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("eu-west-1") == true)
        #expect(!aws.network.requests.contains { FakeAWS.address(of: $0).action == "DescribeInstances" })
    }

    @Test func `an account that the credentials do not open is refused`() async throws {
        let aws = FakeAWS { _, _, _ in nil }
        let error = await #expect(throws: PluginError.self) {
            _ = try await aws.scan(["ec2:instance"], ["scopes": ["999999999999"]])
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("111122223333") == true)
    }

    @Test func `without the list of regions the home region is scanned, and the result says so`() async throws
    {
        let aws = FakeAWS { action, _, _ in
            switch action {
            case "DescribeRegions":
                .text(
                    403,
                    "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>"
                )
            case "DescribeInstances": InstancePages.page([])
            default: nil
            }
        }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(emitted.result["regions_discovered"] == false)
        #expect(emitted.statuses == ["eu-west-1 ec2:instance": "answered"])
    }

    @Test func `invalid credentials fail the whole call`() async throws {
        let aws = FakeAWS { action, _, _ in
            guard action == "GetCallerIdentity" else { return nil }
            return .text(
                403,
                "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>"
            )
        }
        let error = await #expect(throws: PluginError.self) { _ = try await aws.scan(["ec2:instance"]) }
        #expect(error?.code == .unauthenticated)
    }

    @Test func `throttling is waited out, and no request goes out before its wait is over`() async throws {
        let seen = Counter()
        let aws = FakeAWS { action, _, _ in
            guard action == "DescribeInstances" else { return nil }
            guard seen.next() == 1 else { return InstancePages.page(["i-1"]) }
            let body =
                "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>"
            return .text(503, body, headers: [("Retry-After", "3")])
        }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(emitted.records.count == 1)
        #expect(emitted.result["retries"] == 1)
        #expect(aws.machine.slept.reduce(.zero, +) >= .seconds(3))
    }

    @Test func `a service that always throttles ends as throttled`() async throws {
        let aws = FakeAWS { action, _, _ in
            guard action == "DescribeInstances" else { return nil }
            return .text(
                503,
                "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>"
            )
        }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(emitted.statuses == ["eu-west-1 ec2:instance": "throttled"])
    }

    @Test(arguments: [
        "", "<html>gateway</html>", "<DescribeInstancesResponse><reservationSet>", "{}",
        "<DescribeInstancesResponse><other/></DescribeInstancesResponse>",
        "<DescribeInstancesResponse><reservationSet><item/></reservationSet></DescribeInstancesResponse>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>",
    ])
    func `a reply that is not what the API promises never counts as an empty list`(body: String) async throws
    {
        let aws = FakeAWS { action, _, _ in action == "DescribeInstances" ? .text(200, body) : nil }
        let emitted = try await aws.scan(["ec2:instance"])
        #expect(emitted.statuses == ["eu-west-1 ec2:instance": "failed"])
        let detail = emitted.coverage.first?["detail"]?.string ?? ""
        #expect(detail.contains("ec2 DescribeInstances in eu-west-1"))
    }
}
