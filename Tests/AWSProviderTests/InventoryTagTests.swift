// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

/// Services that tell tags in calls of their own.
struct InventoryTagTests {
    private static let buckets = """
        <ListAllMyBucketsResult><Buckets><Bucket><Name>one</Name><CreationDate>2026-07-21T10:00:00.000Z</CreationDate>\
        <BucketRegion>eu-west-1</BucketRegion></Bucket><Bucket><Name>two</Name></Bucket></Buckets></ListAllMyBucketsResult>
        """
    private static let tagging =
        "<Tagging><TagSet><Tag><Key>Owner</Key><Value>a b</Value></Tag></TagSet></Tagging>"

    private func buckets(_ second: @escaping @Sendable (String) -> HTTPResponse) -> FakeAWS {
        FakeAWS { action, region, request in
            if action.hasPrefix("/?max-buckets") { return .text(200, Self.buckets) }
            if request.url.contains("//one.") { return .text(200, Self.tagging) }
            return request.url.contains("//two.") ? second(region) : nil
        }
    }

    private static func error(_ status: Int, _ code: String, _ more: String = "") -> HTTPResponse {
        .text(status, "<Error><Code>\(code)</Code>\(more)</Error>")
    }

    @Test func `a bucket without tag set is untagged and counts`() async throws {
        let emitted = try await buckets { _ in Self.error(404, "NoSuchTagSet") }.scan(["s3:bucket"])
        #expect(emitted.records.map(\.tags) == [[.init(key: "Owner", value: "a b")], []])
        #expect(emitted.records.map(\.region) == ["global", "global"])
        #expect(emitted.statuses == ["global s3:bucket": "answered"])
    }

    @Test func `a bucket whose tags are refused is left out, and the cell is refused`() async throws {
        let emitted = try await buckets { _ in Self.error(403, "AccessDenied") }.scan(["s3:bucket"])
        #expect(emitted.records.map(\.resourceID) == ["one"])
        #expect(emitted.statuses == ["global s3:bucket": "refused"])
        #expect(emitted.coverage.first?["permission"] == "s3:GetBucketTagging")
        #expect(emitted.coverage.first?["resources"] == 1)
    }

    @Test func `a bucket deleted since the list was read is left out, and the cell is answered`() async throws
    {
        let emitted = try await buckets { _ in Self.error(404, "NoSuchBucket") }.scan(["s3:bucket"])
        #expect(emitted.records.map(\.resourceID) == ["one"])
        #expect(emitted.statuses == ["global s3:bucket": "answered"])
    }

    @Test func `a bucket of another region is asked there`() async throws {
        let aws = buckets { region in
            region == "ap-south-1"
                ? .text(200, Self.tagging)
                : Self.error(400, "AuthorizationHeaderMalformed", "<Region>ap-south-1</Region>")
        }
        let emitted = try await aws.scan(["s3:bucket"])
        #expect(emitted.records.count == 2)
        #expect(emitted.records.last?.attributes["bucket_region"] == "ap-south-1")
    }

    @Test func `an error in a reply with status 200 is an error`() async throws {
        let emitted = try await buckets { _ in Self.error(200, "AccessDenied") }.scan(["s3:bucket"])
        #expect(emitted.statuses == ["global s3:bucket": "refused"])
    }

    @Test(arguments: [
        #"{"Functions": 7}"#, #"{"Functions": [{"FunctionName": "f"}]}"#, #"{"Functions": ["f"]}"#, "{", "[]",
    ])
    func `a JSON reply of the wrong shape never counts as an empty list`(body: String) async throws {
        let aws = FakeAWS { action, _, _ in
            action.hasPrefix("/2015-03-31/functions") ? .text(200, body) : nil
        }
        let emitted = try await aws.scan(["lambda:function"])
        #expect(emitted.statuses == ["eu-west-1 lambda:function": "failed"])
        let detail = emitted.coverage.first?["detail"]?.string ?? ""
        #expect(detail.contains("lambda ListFunctions in eu-west-1"))
    }

    @Test func `tags of a table are read page by page`() async throws {
        let aws = FakeAWS { action, _, request in
            let body = String(decoding: request.body, as: UTF8.self)
            switch action {
            case "ListTables": return .text(200, #"{"TableNames":["t"]}"#)
            case "DescribeTable":
                return .text(
                    200,
                    #"{"Table":{"TableArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/t","CreationDateTime":1.5}}"#
                )
            case "ListTagsOfResource" where body.contains("NextToken"):
                return .text(200, #"{"Tags":[{"Key":"b","Value":"2"}]}"#)
            case "ListTagsOfResource":
                return .text(200, #"{"Tags":[{"Key":"a","Value":"1"}],"NextToken":"n"}"#)
            default: return nil
            }
        }
        let record = try #require(try await aws.scan(["dynamodb:table"]).records.first)
        #expect(record.tags.map(\.key) == ["a", "b"])
        #expect(record.created == 1_500_000)
    }
}
