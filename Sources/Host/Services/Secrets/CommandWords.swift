// SPDX-License-Identifier: Apache-2.0

/// Splits a command line into words without a shell, as Python's `shlex.split` in POSIX mode does: no variables,
/// no globs, no pipes; "\" quotes anything outside quotes, and only `"` and `\` within double quotes.
struct CommandWords {
    /// The program and its arguments; at least one word.
    let words: [String]

    /// Splits a line.
    ///
    /// - Parameter line: the line.
    /// - Throws: ``ServiceRefusal`` when a quote is not closed, or nothing is there.
    init(_ line: String) throws(ServiceRefusal) {
        var words: [String] = []
        var word: String?
        var quote: Unicode.Scalar?
        var scalars = Array(line.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch (quote, scalar) {
            case (nil, " "), (nil, "\t"), (nil, "\n"), (nil, "\r"):
                if let word { words.append(word) }
                word = nil
            case (nil, "'"), (nil, "\""):
                quote = scalar
                word = word ?? ""
            case (let open?, scalar) where open == scalar:
                quote = nil
            case (nil, "\\"):
                guard let next = scalars.popFirst() else { throw Self.unclosed }
                word = word ?? ""
                word?.unicodeScalars.append(next)
            case ("\"", "\\"):
                guard let next = scalars.popFirst() else { throw Self.unclosed }
                if next != "\"" && next != "\\" { word?.unicodeScalars.append(scalar) }
                word?.unicodeScalars.append(next)
            default:
                word = word ?? ""
                word?.unicodeScalars.append(scalar)
            }
        }
        guard quote == nil else { throw Self.unclosed }
        if let word { words.append(word) }
        guard words.first?.isEmpty == false else { throw .argument("The command line names no program.") }
        self.words = words
    }

    private static var unclosed: ServiceRefusal {
        .argument("The command line ends within a quote or after a backslash.")
    }
}
