// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Testing

/// Looking into values, objects with many members, pointers and places.
struct JSONValueTests {
    @Test func `a value is looked into by its kind only`() {
        let value: JSONValue = [
            "s": "x", "i": 3, "d": .number(2.0), "h": .number(2.5), "b": true, "a": ["x", "y"], "n": nil,
        ]
        #expect(value["s"]?.string == "x" && value["s"]?.integer == nil && value["s"]?.bool == nil)
        #expect(value["i"]?.integer == 3 && value["i"]?.double == 3 && value["i"]?.bool == nil)
        #expect(value["d"]?.integer == 2 && value["h"]?.integer == nil && value["h"]?.double == 2.5)
        #expect(value["b"]?.bool == true && value["b"]?.integer == nil && value["b"]?.double == nil)
        #expect(value["a"]?.strings == ["x", "y"] && value["a"]?[1] == "y" && value["a"]?[2] == nil)
        #expect(value["n"]?.isNull == true && value["x"] == nil && value[0] == nil && value["s"]?["x"] == nil)
        #expect((["x", 1] as JSONValue).strings == nil && value.strings == nil && value["s"]?.array == nil)
        #expect(value["a"]?.object == nil && value.object?.names == ["s", "i", "d", "h", "b", "a", "n"])
    }

    @Test func `whole numbers of every width are wrapped`() {
        #expect(JSONValue(UInt64.max) == .number(18_446_744_073_709_551_616))
        #expect(JSONValue(Int8(-3)) == -3)
        #expect(JSONValue(String?.none) == nil)
        #expect(JSONValue(["a", "b"]) == ["a", "b"])
    }

    @Test(arguments: [3, 16, 17, 200])
    func `members keep their order while they are set, changed and removed`(_ count: Int) {
        var object = JSONObject((0..<count).map { ("k\($0)", JSONValue($0)) })
        object["k1"] = "changed"
        object["k0"] = nil
        object["new"] = true
        object["none"] = nil
        #expect(object.names == (1..<count).map { "k\($0)" } + ["new"])
        #expect(object["k1"] == "changed" && object["k0"] == nil && object["new"] == true)
        #expect(object["k\(count - 1)"] == (count == 2 ? "changed" : JSONValue(count - 1)))
        #expect(object.count == count && !object.isEmpty)
    }

    @Test func `objects are equal whatever the order of their members`() {
        let left: JSONValue = ["a": 1, "b": [2]]
        #expect(left == ["b": [2], "a": 1])
        #expect(left.hashValue == (["b": [2], "a": 1] as JSONValue).hashValue)
        #expect(left != ["a": 1] && left != ["a": 1, "b": [3]] && left != ["a": 1, "c": [2]])
        #expect(JSONValue.integer(1) != .number(1))
    }

    // RFC 6901 section 5.
    @Test(
        arguments: [
            ("", nil), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2),
            ("/e^f", 3),
            ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSONValue?)]
    )
    func `the pointers of the specification find their values`(_ text: String, _ wanted: JSONValue?) throws {
        let document: JSONValue = [
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
            " ": 7, "m~n": 8,
        ]
        let pointer = try #require(JSONPointer(text: text))
        #expect(pointer.value(in: document) == wanted ?? document)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["foo", "/a~", "/a~2", "/~~0", "#/a"])
    func `what is no pointer is refused`(_ text: String) { #expect(JSONPointer(text: text) == nil) }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/00", "/foo/+1", "/foo/-0", "/foo/x", "/bar", "/foo/0/x",
        "/foo/99999999999999999999",
    ])
    func `a pointer to nothing finds nothing`(_ text: String) throws {
        #expect(try #require(JSONPointer(text: text)).value(in: ["foo": ["bar", "baz"]]) == nil)
    }

    @Test(arguments: ["~1", "/\u{301}x", "~\u{301}", "a/b~c", "\r\n/", ""])
    func `any name survives being a pointer's token`(_ name: String) throws {
        let pointer = JSONPointer().appending(name).appending(3)
        let again = try #require(JSONPointer(text: pointer.description))
        #expect(again.tokens.map { Array($0.utf8) } == [Array(name.utf8), Array("3".utf8)])
    }

    private static let text = Array(
        "{\n  \"a\": [1, {\"b\": 2},\n    3],\n  \"c\": {},\n  \"a\": \"last\",\n  \"é\": [ ]\n}".utf8
    )

    @Test(arguments: [
        ("", 1, 1), ("/c", 4, 8), ("/a", 5, 8), ("/é", 6, 9), ("/é/0", 6, 9), ("/c/x/y", 4, 8),
        ("/nothing", 1, 1),
    ])
    func `a pointer's value has a place in the text`(_ text: String, _ line: Int, _ column: Int) throws {
        let pointer = try #require(JSONPointer(text: text))
        let wanted = JSONPlace(line: line, column: column)
        #expect(JSONPlace(of: pointer, in: Self.text) == wanted)
        #expect(JSONPlaces(indexing: Self.text).place(of: pointer) == wanted)
    }

    @Test func `elements have places, beyond the first ones too`() throws {
        let text = Array("[10, [20, 21], {\"x\": 30}, 40]".utf8)
        let wanted = [
            ("/0", 2), ("/1", 6), ("/1/1", 11), ("/2", 16), ("/2/x", 22), ("/3", 27), ("/4", 1), ("/01", 1),
        ]
        for (pointer, column) in wanted {
            let pointer = try #require(JSONPointer(text: pointer))
            #expect(JSONPlace(of: pointer, in: text) == JSONPlace(line: 1, column: column), "\(pointer)")
            #expect(JSONPlaces(indexing: text).place(of: pointer).column == column, "\(pointer)")
        }
    }

    @Test func `repeated names are listed with the place of the second one`() {
        let duplicates = JSONPlaces(indexing: Self.text).duplicates
        #expect(duplicates.map(\.pointer.description) == ["/a"])
        #expect(duplicates.map(\.place) == [JSONPlace(line: 5, column: 3)])
        #expect(JSONPlaces(indexing: Array("{\"caf\u{E9}\":1,\"cafe\u{301}\":2}".utf8)).duplicates.isEmpty)
    }

    @Test(arguments: ["", "[", "{\"a\"", "{\"a\":", "[1,", "x", "{\"a\" 1}", "[1 2]"])
    func `places of a text that is not JSON end where it does`(_ text: String) {
        let places = JSONPlaces(indexing: Array(text.utf8))
        #expect(places.place(of: JSONPointer(["a", "b"])).line == 1)
        #expect(JSONPlace(of: JSONPointer(["a", "0"]), in: Array(text.utf8)).line == 1)
    }
}
