// SPDX-License-Identifier: Apache-2.0

/// Text from outside (tag values, names, messages of clouds) made harmless for a terminal.
enum TerminalText {
    /// Shows control characters, escapes and invisible direction marks as `\u{…}` instead of sending them.
    ///
    /// - Parameter text: any text.
    /// - Returns: one line without control characters.
    static func safe(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isHarmful(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Cuts a text to a number of characters, with an ellipsis.
    ///
    /// - Parameters:
    ///   - text: a safe text.
    ///   - width: most characters.
    /// - Returns: the text, or its beginning.
    static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }

    // Unicode 16, DerivedGeneralCategory: Cc, Cf (direction marks, zero width), Zl, Zp, Cs, Co.
    private static func isHarmful(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
