// SPDX-License-Identifier: Apache-2.0

import CPCRE2

/// A regular expression of `pattern` or `patternProperties`, found anywhere in a text.
///
/// JSON Schema validation 6.3.3 wants the dialect of ECMA-262; the options bring PCRE2 as near to it as it comes.
@safe final class SchemaPattern: @unchecked Sendable {  // a compiled PCRE2 pattern is read-only
    struct Fault: Error {
        let message: String
    }

    enum Outcome {
        case matches
        case differs
        /// The work reached its limit before there was an answer.
        case limitReached
    }

    let text: String
    private let code: OpaquePointer
    private let context: OpaquePointer

    private static let longest = 4096
    private static let matchLimit: UInt32 = 200_000
    private static let depthLimit: UInt32 = 10_000
    private static let heapLimit: UInt32 = 8192  // KiB

    init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.longest else {
            throw Fault(message: "it is longer than \(Self.longest) bytes")
        }
        let options =
            PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C | PCRE2_ALT_BSUX
            | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF
        var error: Int32 = 0
        var offset = 0
        var pattern = UnicodeCategory.shortened(text)
        // SAFETY: PCRE2 reads the bytes during this call only and copies what it keeps.
        let compiled = pattern.withUTF8 { bytes in
            unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &error, &offset, nil)
        }
        guard let compiled = unsafe compiled else {
            throw Fault(message: "\(Self.message(of: error)) at byte \(offset)")
        }
        // SAFETY: created here, used by this object only, freed in deinit.
        guard let context = unsafe pcre2_match_context_create_8(nil) else {
            unsafe pcre2_code_free_8(compiled)
            throw Fault(message: "no memory is left")
        }
        unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
        unsafe pcre2_set_depth_limit_8(context, Self.depthLimit)
        unsafe pcre2_set_heap_limit_8(context, Self.heapLimit)
        self.text = text
        unsafe code = compiled
        unsafe self.context = context
    }

    deinit {
        // SAFETY: both were created in init, and nobody else frees them.
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_code_free_8(code)
    }

    func match(_ value: String) -> Outcome {
        // SAFETY: only this call uses the match data; PCRE2 accepts nil when freeing.
        let data = unsafe pcre2_match_data_create_8(1, nil)
        defer { unsafe pcre2_match_data_free_8(data) }
        guard unsafe data != nil else { return .limitReached }
        var value = value
        // SAFETY: the bytes live through the call; a Swift text is valid UTF-8, so that PCRE2 need not check it.
        let result = value.withUTF8 { bytes in
            unsafe pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, PCRE2_NO_UTF_CHECK, data, context)
        }
        if result >= 0 { return .matches }
        return result == PCRE2_ERROR_NOMATCH ? .differs : .limitReached
    }

    private static func message(of error: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        // SAFETY: PCRE2 writes at most the given number of bytes, the ending zero included.
        let count = unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)
        }
        return String(decoding: text.prefix(Int(max(0, count))), as: UTF8.self)
    }
}

/// ECMA-262 has long names for the general categories of Unicode, PCRE2 the short ones only.
private enum UnicodeCategory {
    private static let names = [
        "Letter": "L", "Cased_Letter": "L&", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
        "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M",
        "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Number": "N",
        "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
        "Punctuation": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd",
        "Open_Punctuation": "Ps", "Close_Punctuation": "Pe", "Initial_Punctuation": "Pi",
        "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S", "Math_Symbol": "Sm",
        "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z",
        "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Control": "Cc",
        "Format": "Cf", "Private_Use": "Co", "Unassigned": "Cn",
    ]

    static func shortened(_ pattern: String) -> String {
        guard pattern.contains("p{") || pattern.contains("P{") else { return pattern }
        var result = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{") {
            let after = rest.index(after: open)
            result += rest[..<after]
            rest = rest[after...]
            guard result.hasSuffix("\\p{") || result.hasSuffix("\\P{"), let close = rest.firstIndex(of: "}"),
                let short = names[String(rest[..<close])]
            else { continue }
            result += short
            rest = rest[close...]
        }
        return result + rest
    }
}
