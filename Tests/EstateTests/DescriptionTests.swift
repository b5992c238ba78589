// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Testing

@testable import Estate

struct DescriptionTests {
    private func estate(resource: String) throws -> DescribedEstate {
        try DescribedEstate(
            parsing: Array(
                """
                {"clouds": [{"cloud": "aws", "scopes": [{"id": "1", "regions": [
                    {"name": "us-east-1", "resources": [\(resource)]}]}]}]}
                """
                .utf8
            )
        )
    }

    @Test func `no tags means never tagged, an empty list once tagged`() throws {
        let never = try estate(resource: #"{"type": "sqs:queue", "id": "a"}"#).resources[0]
        let once = try estate(resource: #"{"type": "sqs:queue", "id": "a", "tags": {}}"#).resources[0]
        #expect(!never.wasEverTagged)
        #expect(once.wasEverTagged)
        #expect(never.tags.isEmpty && once.tags.isEmpty)
    }

    @Test func `tags keep their order and may repeat a key`() throws {
        let text = #"{"type": "sqs:queue", "id": "a", "tags": [["b", "1"], ["a", "2"], ["b", "3"]]}"#
        let tags = try estate(resource: text).resources[0].tags
        #expect(tags == [DescribedTag("b", "1"), DescribedTag("a", "2"), DescribedTag("b", "3")])
    }

    @Test func `a written estate reads as the same`() throws {
        let size = try EstateGenerator.Size(parsing: "scopes=2,regions=2,resources=200")
        let estate = EstateGenerator(size, seed: 3).estate()
        let again = try DescribedEstate(parsing: estate.json().bytes())
        #expect(again.scopes == estate.scopes)
        #expect(Set(again.resources) == Set(estate.resources))
    }

    @Test(arguments: [
        ("", "not JSON"),
        ("{}", "/clouds"),
        (#"{"clouds": [{"scopes": []}]}"#, "/clouds/0/cloud"),
        (#"{"clouds": [{"cloud": "aws", "scopes": [{"regions": []}]}]}"#, "/clouds/0/scopes/0/id"),
    ])
    func `a fault of the description names its place`(text: String, place: String) {
        let error = #expect(throws: EstateError.self) { try DescribedEstate(parsing: Array(text.utf8)) }
        #expect(error?.code == .description)
        #expect(error?.message.contains(place) == true)
    }

    @Test(arguments: [
        (#"{"id": "a"}"#, "/type"), (#"{"type": "t", "id": ""}"#, "/id"),
        (#"{"type": "t", "id": "a", "created": "yesterday"}"#, "/created"),
        (#"{"type": "t", "id": "a", "tags": 1}"#, "/tags"),
        (#"{"type": "t", "id": "a", "tags": {"k": 1}}"#, "/tags"),
        (#"{"type": "t", "id": "a", "tags": [["k"]]}"#, "/tags"),
    ])
    func `a fault of a resource names its place`(text: String, place: String) {
        let error = #expect(throws: EstateError.self) { try estate(resource: text) }
        #expect(error?.message.contains("/clouds/0/scopes/0/regions/0/resources/0\(place)") == true)
    }

    @Test(arguments: ["resources", "resources=0", "resources=x", "things=3"])
    func `a size that cannot be meant is refused`(text: String) {
        let error = #expect(throws: EstateError.self) { try EstateGenerator.Size(parsing: text) }
        #expect(error?.code == .option)
    }
}
