// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Testing

/// Which texts are JSON, in the manner of the JSON Parsing Test Suite.
struct JSONGrammarTests {
    /// A text and the value that it stands for.
    struct Valid: Sendable, CustomTestStringConvertible {
        let text: String
        let value: JSONValue
        init(_ text: String, _ value: JSONValue) { (self.text, self.value) = (text, value) }
        var testDescription: String { text.prefix(40).debugDescription }
    }

    /// Bytes that are no JSON, what is wrong with them and where.
    struct Invalid: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let code: JSONError.Code
        let offset: Int
        init(_ text: String, _ code: JSONError.Code, at offset: Int) {
            self.init(Array(text.utf8), code, at: offset)
        }
        init(_ bytes: [UInt8], _ code: JSONError.Code, at offset: Int) {
            (self.bytes, self.code, self.offset) = (bytes, code, offset)
        }
        var testDescription: String { String(decoding: bytes.prefix(40), as: UTF8.self).debugDescription }
    }

    static let valid: [Valid] = [
        // Structure
        Valid("[]", []), Valid("{}", [:]), Valid("[[]]", [[]]), Valid("[[],[]]", [[], []]),
        Valid(" [ ] ", []), Valid("\t\n\r {\t\n\r }\t\n\r ", [:]), Valid("[1 , 2\n,3]", [1, 2, 3]),
        Valid(#"{"a":1}"#, ["a": 1]), Valid(#"{ "a" : 1 , "b" : [ ] }"#, ["a": 1, "b": []]),
        Valid(#"{"a":{"b":{"c":[{}]}}}"#, ["a": ["b": ["c": [[:]]]]]),
        Valid(#"{"":0}"#, ["": 0]), Valid(#"{"a":1,"a":2}"#, ["a": 2]),
        Valid(#"{"a":[],"b":"a"}"#, ["a": [], "b": "a"]),
        Valid("\u{FEFF}[1]", [1]),
        // Scalars alone
        Valid("null", nil), Valid("true", true), Valid("false", false), Valid("7", 7), Valid(#""x""#, "x"),
        Valid(#""""#, ""), Valid(" null ", nil), Valid("[null,true,false]", [nil, true, false]),
        // Whole numbers
        Valid("0", 0), Valid("-0", 0), Valid("-1", -1), Valid("[123456789]", [123_456_789]),
        Valid("9223372036854775807", .integer(.max)), Valid("-9223372036854775808", .integer(.min)),
        Valid("9223372036854775808", .number(9_223_372_036_854_775_808)),
        Valid("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
        Valid("18446744073709551616", .number(18_446_744_073_709_551_616)),
        Valid("100000000000000000000000", .number(1e23)),
        // Fractions and exponents
        Valid("0.0", .number(0)), Valid("1.5", .number(1.5)), Valid("-0.1", .number(-0.1)),
        Valid("0e1", .number(0)),
        Valid("1e2", .number(100)), Valid("1E2", .number(100)), Valid("1e+2", .number(100)),
        Valid("1E-2", .number(0.01)), Valid("1.5e300", .number(1.5e300)), Valid("0e+1", .number(0)),
        Valid("123.456e-789", .number(0)), Valid("4.9e-324", .number(.leastNonzeroMagnitude)),
        Valid("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), Valid("1.0", .number(1)),
        // Texts
        Valid(#""\" \\ \/ \b \f \n \r \t""#, "\" \\ / \u{8} \u{C} \n \r \t"), Valid(#""\u0041""#, "A"),
        Valid(#""\u00e9 \u00E9""#, "é é"), Valid(#""\u0000""#, "\u{0}"), Valid(#""\u001f""#, "\u{1F}"),
        Valid(#""\uD834\uDD1E""#, "𝄞"), Valid(#""\ud83d\ude00!""#, "😀!"), Valid(#""\uFFFF""#, "\u{FFFF}"),
        Valid(#""\uDBFF\uDFFF""#, "\u{10FFFF}"), Valid(#""\u2028\u2029""#, "\u{2028}\u{2029}"),
        Valid("\"\u{2028}\"", "\u{2028}"), Valid("\"\u{7F}\"", "\u{7F}"), Valid("\"日本語 😀 é\"", "日本語 😀 é"),
        Valid("\"\u{10FFFF}\"", "\u{10FFFF}"), Valid(#""a\\u0041""#, #"a\u0041"#),
        Valid(#""// no comment""#, "// no comment"),
        Valid(#"{"\u0061":1}"#, ["a": 1]), Valid(#"["\"", "]", "}"]"#, ["\"", "]", "}"]),
    ]

    static let invalid: [Invalid] = [
        // Nothing, too little
        Invalid("", .truncated, at: 0), Invalid(" ", .truncated, at: 1), Invalid("[", .truncated, at: 1),
        Invalid("{", .truncated, at: 1), Invalid("[1", .truncated, at: 2), Invalid("[1,", .truncated, at: 3),
        Invalid(#"{"a""#, .truncated, at: 4), Invalid(#"{"a":"#, .truncated, at: 5),
        Invalid(#"{"a":1"#, .truncated, at: 6),
        Invalid(#"{"a":1,"#, .truncated, at: 7), Invalid("\"abc", .truncated, at: 4),
        Invalid(#""\"#, .truncated, at: 2),
        Invalid(#""\u00"#, .truncated, at: 3), Invalid(#""\uD834"#, .encoding, at: 1),
        Invalid("nul", .truncated, at: 3),
        Invalid("-", .truncated, at: 1), Invalid("1.", .truncated, at: 2), Invalid("1e", .truncated, at: 2),
        Invalid("1e+", .truncated, at: 3), Invalid("\u{FEFF}", .truncated, at: 3),
        // Structure
        Invalid("[1,]", .syntax, at: 3), Invalid("[,1]", .syntax, at: 1), Invalid("[1,,2]", .syntax, at: 3),
        Invalid("[1 2]", .syntax, at: 3), Invalid("[1}", .syntax, at: 2), Invalid("]", .syntax, at: 0),
        Invalid("[]]", .syntax, at: 2), Invalid("[1]x", .syntax, at: 3), Invalid("1 2", .syntax, at: 2),
        Invalid(#"{"a":1,}"#, .syntax, at: 7), Invalid(#"{,"a":1}"#, .syntax, at: 1),
        Invalid(#"{"a" 1}"#, .syntax, at: 5),
        Invalid(#"{"a"}"#, .syntax, at: 4), Invalid("{a:1}", .syntax, at: 1),
        Invalid("{1:1}", .syntax, at: 1),
        Invalid(#"{"a":1 "b":2}"#, .syntax, at: 7), Invalid(#"{"a":1]"#, .syntax, at: 6),
        Invalid("{'a':1}", .syntax, at: 1),
        Invalid(#"{"a"::1}"#, .syntax, at: 5), Invalid(#"{"a":1}}"#, .syntax, at: 7),
        Invalid(#"{null:1}"#, .syntax, at: 1),
        Invalid("[1] // comment", .syntax, at: 4), Invalid("/* */ 1", .syntax, at: 0),
        Invalid("[1]\u{0}", .syntax, at: 3),
        Invalid("\u{A0}1", .syntax, at: 0), Invalid("\u{C}1", .syntax, at: 0),
        Invalid("\u{FEFF}\u{FEFF}1", .syntax, at: 3),
        // Literals
        Invalid("nulL", .syntax, at: 3), Invalid("True", .syntax, at: 0), Invalid("trux", .syntax, at: 3),
        Invalid("truee", .syntax, at: 4), Invalid("NaN", .syntax, at: 0), Invalid("Infinity", .syntax, at: 0),
        Invalid("-Infinity", .syntax, at: 1), Invalid("undefined", .syntax, at: 0),
        // Numbers
        Invalid("01", .syntax, at: 0), Invalid("-01", .syntax, at: 0), Invalid("00", .syntax, at: 0),
        Invalid("+1", .syntax, at: 0),
        Invalid(".5", .syntax, at: 0), Invalid("-.5", .syntax, at: 1), Invalid("[1.]", .syntax, at: 3),
        Invalid("[1.e1]", .syntax, at: 3), Invalid("[1e]", .syntax, at: 3), Invalid("[1e+]", .syntax, at: 4),
        Invalid("[1e1.5]", .syntax, at: 4), Invalid("[1.2.3]", .syntax, at: 4),
        Invalid("0x1F", .syntax, at: 1),
        Invalid("1_000", .syntax, at: 1), Invalid("[--1]", .syntax, at: 2), Invalid("[1-]", .syntax, at: 2),
        Invalid("１", .syntax, at: 0), Invalid("1e400", .range, at: 0), Invalid("[-1e400]", .range, at: 1),
        // Texts
        Invalid("'a'", .syntax, at: 0), Invalid("\"a\nb\"", .syntax, at: 2),
        Invalid("\"a\tb\"", .syntax, at: 2),
        Invalid("\"\u{0}\"", .syntax, at: 1), Invalid("\"\u{1F}\"", .syntax, at: 1),
        Invalid("\"a\\n\u{1}\"", .syntax, at: 4),
        Invalid(#""\x41""#, .syntax, at: 2), Invalid(#""\a""#, .syntax, at: 2),
        Invalid(#""\'""#, .syntax, at: 2),
        Invalid("\"\\\u{0}\"", .syntax, at: 2), Invalid(#""\U0041""#, .syntax, at: 2),
        Invalid(#""\u00G0""#, .syntax, at: 5),
        Invalid(#""\u 041""#, .syntax, at: 3), Invalid(#""\uD800""#, .encoding, at: 1),
        Invalid(#""\uDC00""#, .encoding, at: 1),
        Invalid(#""\uD800\u0041""#, .encoding, at: 1), Invalid(#""\uD800\uD800""#, .encoding, at: 1),
        Invalid(#""\uD800x""#, .encoding, at: 1), Invalid(#""\uDC00\uD800""#, .encoding, at: 1),
        Invalid("\"\\é\"", .syntax, at: 2),
        // Bytes
        Invalid([0x22, 0xFF, 0x22], .encoding, at: 1), Invalid([0x22, 0x80, 0x22], .encoding, at: 1),
        Invalid([0x22, 0xC3, 0x22], .encoding, at: 1), Invalid([0x22, 0xC0, 0xAF, 0x22], .encoding, at: 1),
        Invalid([0x22, 0xE2, 0x82, 0x22], .encoding, at: 1),
        Invalid([0x22, 0xED, 0xA0, 0x80, 0x22], .encoding, at: 1),
        Invalid([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .encoding, at: 1),
        Invalid([0x22, 0x5C, 0x6E, 0xFF, 0x22], .encoding, at: 1),
        Invalid([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], .encoding, at: 2),
        Invalid([0xFF, 0xFE, 0x31, 0], .syntax, at: 0),
        Invalid([0x5B, 0, 0x5D], .syntax, at: 1), Invalid([0xEF, 0xBB, 0x31], .syntax, at: 0),
    ]

    @Test(arguments: valid)
    func `a JSON text gives its value`(_ row: Valid) throws {
        let value = try JSONValue(parsing: row.text)
        #expect(value == row.value)
        #expect(value.kind == row.value.kind)
    }

    @Test(arguments: valid)
    func `a value that is written and read again is the same`(_ row: Valid) throws {
        for options in [JSONWritingOptions(), JSONWritingOptions(isPretty: true, sortsNames: true)] {
            let again = try JSONValue(parsing: row.value.bytes(options))
            #expect(again == row.value)
            #expect(again.kind == row.value.kind)
        }
    }

    @Test(arguments: invalid)
    func `what is not JSON is refused at the right place`(_ row: Invalid) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: row.bytes) }
        #expect(error?.code == row.code)
        #expect(error?.offset == row.offset)
        #expect(error?.message.hasSuffix(".") == true)
    }

    @Test(arguments: valid)
    func `no beginning of a JSON text crashes the reader`(_ row: Valid) {
        let bytes = Array(row.text.utf8)
        for count in 0...bytes.count { _ = try? JSONValue(parsing: Array(bytes.prefix(count))) }
    }

    @Test func `no change of one byte crashes the reader`() {
        let text = Array(#"{"a":[1,-2.5e3,"\u00e9\\ud834\udd1e é",true,null],"b":{"c":{}}}"#.utf8)
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                // A changed text that can still be read is written and read again without loss.
                guard let value = try? JSONValue(parsing: changed) else { continue }
                #expect((try? JSONValue(parsing: value.bytes())) == value)
            }
        }
    }
}
