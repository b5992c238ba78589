// SPDX-License-Identifier: Apache-2.0
import JSONCodec
import Testing

@testable import tagwarden

struct OutputTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-5", "-5"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        ("", ""),
    ])
    func `a field that a spreadsheet would run is defused`(text: String, expected: String) {
        #expect(CSVOutput.defused(text) == expected)
    }

    @Test func `the first list of objects becomes the rows of CSV`() {
        let value: JSONValue = [
            "total": 2, "names": ["x"],
            "rows": [["id": "a,b", "tags": ["k", "l"]], ["id": "say \"hi\"", "more": nil]],
        ]
        #expect(CSVOutput.text(of: value) == "id,tags,more\r\n\"a,b\",k; l,\r\n\"say \"\"hi\"\"\",,\r\n")
    }

    @Test func `a result without rows is one row of its scalars`() {
        #expect(CSVOutput.text(of: ["a": 1, "b": true, "c": [:]]) == "a,b\r\n1,true\r\n")
    }

    @Test(arguments: [
        ("plain text", "plain text"),
        ("\u{1B}[31mred", "\\u{1b}[31mred"),
        ("a\u{202E}b", "a\\u{202e}b"),
        ("a\nb\rc\u{0}", "a\\u{a}b\\u{d}c\\u{0}"),
        ("zero\u{200B}width", "zero\\u{200b}width"),
        ("grüße 🎉", "grüße 🎉"),
    ])
    func `text for a terminal has no control or hidden characters`(text: String, expected: String) {
        #expect(TerminalText.safe(text) == expected)
    }

    @Test func `a table lists scalars first, then rows aligned under their names`() {
        let value: JSONValue = [
            "score": 0.5, "rows": [["id": "a", "empty": nil], ["id": "long", "note": "x\u{7}"]], "total": 2,
        ]
        #expect(
            TableOutput.text(of: value) == """
                score  0.5
                total  2

                ROWS
                id    note
                a     –
                long  x\\u{7}

                """
        )
    }

    @Test(arguments: [
        "true", "null", "~", "1.5", "0x1F", "2024-01-01", "yes", "", " lead", "a: b", "# c", "- x",
        "multi\nline",
        "\u{1B}[0m", "{{ x }}", "'q'", "\"d\"", "é", "🎉", "*alias", "&anchor", "!tag", "%x", "@y", "`z`",
        "1_000",
    ])
    func `any text survives YAML`(text: String) throws {
        let value: JSONValue = ["value": .string(text), "list": [.string(text)]]
        #expect(try YAMLReader.value(of: YAMLOutput.text(of: value), source: "test") == value)
    }

    @Test func `numbers, truth values and null survive YAML`() throws {
        let value: JSONValue = ["i": -3, "n": 2.5, "t": true, "f": false, "z": nil, "e": [], "o": [:]]
        #expect(try YAMLReader.value(of: YAMLOutput.text(of: value), source: "test") == value)
    }
}
