// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Testing

/// Depth, size, repeated names, places of faults.
struct JSONLimitTests {
    private func error(_ text: String, _ options: JSONReadingOptions = .init()) -> JSONError? {
        do {
            _ = try JSONValue(parsing: text, options: options)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func `nesting is read down to its limit and not below`(_ open: String, _ close: String) {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + (open == "[" ? "" : "1")
                + String(repeating: close, count: depth)
        }
        #expect(error(nested(128)) == nil)
        #expect(error(nested(129))?.code == .depth)
        #expect(error(nested(3), .init(maximumDepth: 3)) == nil)
        #expect(error(nested(4), .init(maximumDepth: 3))?.code == .depth)
    }

    @Test func `siblings do not count as nesting`() {
        let text = "[" + Array(repeating: "[{}]", count: 1000).joined(separator: ",") + "]"
        #expect(error(text, .init(maximumDepth: 3)) == nil)
    }

    @Test func `a hundred thousand brackets are refused, not recursed into`() {
        #expect(error(String(repeating: "[", count: 100_000))?.code == .depth)
        #expect(error(String(repeating: "{\"a\":", count: 100_000))?.code == .depth)
    }

    @Test func `a text may be as long as its limit and no longer`() {
        #expect(error("[1,2]", .init(maximumSize: 5)) == nil)
        #expect(error("[1,2 ]", .init(maximumSize: 5))?.code == .size)
    }

    @Test func `a repeated name is refused where that is asked for`() {
        let strict = JSONReadingOptions(refusesDuplicates: true)
        #expect(error(#"{"a":1,"b":{"a":1}}"#, strict) == nil)
        let fault = error(#"{"a":1, "b":2, "\u0061":3}"#, strict)
        #expect(fault?.code == .duplicate)
        #expect(fault?.offset == 15)
        let many = (0..<40).map { "\"k\($0)\":0" } + ["\"k7\":1"]
        #expect(error("{\(many.joined(separator: ","))}", strict)?.code == .duplicate)
    }

    @Test func `of a repeated name the last value counts, at the first one's place`() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#)
        #expect(value.text() == #"{"a":3,"b":2}"#)
    }

    @Test func `a name that Unicode holds to be equivalent is another name`() throws {
        let value = try JSONValue(
            parsing: "{\"caf\u{E9}\":1,\"cafe\u{301}\":2}",
            options: .init(refusesDuplicates: true)
        )
        #expect(value.object?.count == 2)
        #expect(value["caf\u{E9}"] == 1)
    }

    @Test(arguments: [
        ("[\n  1,\n  x\n]", 3, 3), ("x", 1, 1), ("[1,\r\n x]", 2, 2), ("\n\n\n", 4, 1), ("{\"é\": x}", 1, 8),
    ])
    func `a fault has a line, and a column in bytes`(_ text: String, _ line: Int, _ column: Int) {
        let fault = error(text)
        #expect(fault?.line == line)
        #expect(fault?.column == column)
        #expect(fault?.description.hasSuffix("(line \(line), column \(column))") == true)
    }
}
