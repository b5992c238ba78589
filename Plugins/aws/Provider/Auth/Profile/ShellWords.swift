// SPDX-License-Identifier: Apache-2.0

/// Splits a text into words as a POSIX shell does, without expansion; section names are quoted so.
enum ShellWords {
    /// Splits at white space that is neither quoted nor escaped.
    ///
    /// - Parameter text: the text.
    /// - Returns: the words; `nil` when a quotation or an escape is not finished.
    static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case " ", "\t", "\r", "\n":
                if let finished = word { words.append(finished) }
                word = nil
            case "'", "\"":
                guard let quoted = takeQuoted(by: scalar, from: &rest) else { return nil }
                word = (word ?? "") + quoted
            case "\\":
                guard let escaped = rest.popFirst() else { return nil }
                word = (word ?? "") + String(escaped)
            default:
                word = (word ?? "") + String(scalar)
            }
        }
        if let word { words.append(word) }
        return words
    }

    private static func takeQuoted(
        by quote: Unicode.Scalar,
        from rest: inout Substring.UnicodeScalarView
    ) -> String? {
        var text = ""
        while let scalar = rest.popFirst() {
            if scalar == quote { return text }
            if scalar == "\\", quote == "\"" {
                guard let escaped = rest.popFirst() else { return nil }
                // IEEE Std 1003.1, 2.2.3: within double quotes a backslash is kept unless it escapes " or \.
                if escaped != "\"" && escaped != "\\" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(escaped)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return nil
    }
}
