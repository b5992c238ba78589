// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Testing

/// How values are written.
struct JSONWriterTests {
    static let values: [(JSONValue, String)] = [
        (nil, "null"), (true, "true"), (0, "0"), (.integer(.min), "-9223372036854775808"),
        (.number(1), "1.0"), (.number(0.1), "0.1"), (.number(1e21), "1e+21"), (.number(-0.0), "-0.0"),
        (.number(.infinity), "null"), (.number(.nan), "null"), (.number(.leastNonzeroMagnitude), "5e-324"),
        ("", "\"\""),
        ("a\"b\\c/", #""a\"b\\c/""#), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
        ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("é 日本 😀\u{2028}", "\"é 日本 😀\u{2028}\""),
        ([], "[]"), ([:], "{}"), ([1, [2, []], "x"], #"[1,[2,[]],"x"]"#),
        (["b": 1, "a": ["c": nil]], #"{"b":1,"a":{"c":null}}"#),
    ]

    @Test(arguments: values)
    func `a value is written in one way`(_ value: JSONValue, _ text: String) { #expect(value.text() == text) }

    @Test func `lines and indentation are for people`() {
        let value: JSONValue = ["a": [1, 2], "e": [], "o": [:], "n": ["x": nil]]
        let text = """
            {
              "a": [
                1,
                2
              ],
              "e": [],
              "o": {},
              "n": {
                "x": null
              }
            }
            """
        #expect(value.text(.init(isPretty: true)) == text)
    }

    @Test func `names can be sorted by their bytes, at every level`() {
        let value: JSONValue = ["b": 1, "a": ["z": 1, "é": 2, "B": 3]]
        #expect(value.text(.init(sortsNames: true)) == #"{"a":{"B":3,"z":1,"é":2},"b":1}"#)
    }

    @Test func `pieces give the same text as values`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("a")
        writer.beginArray()
        writer.write(1)
        writer.write(["x": "y"])
        writer.endArray()
        writer.name("b")
        writer.write(nil)
        writer.endObject()
        #expect(String(decoding: writer.output, as: UTF8.self) == #"{"a":[1,{"x":"y"}],"b":null}"#)
        writer.removeAll()
        writer.write("again")
        #expect(String(decoding: writer.output, as: UTF8.self) == "\"again\"")
    }

    @Test func `doubles of every size come back the same`() throws {
        var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
        for _ in 0..<5000 {
            bits ^= bits << 13
            bits ^= bits >> 7
            bits ^= bits << 17
            let value = Double(bitPattern: bits)
            guard value.isFinite else { continue }
            let again = try JSONValue(parsing: JSONValue.number(value).bytes())
            #expect(again.double?.bitPattern == bits)
        }
    }
}
