// SPDX-License-Identifier: Apache-2.0

/// Finds the word that was probably meant.
enum Spelling {
    /// " (did you mean 'x'?)", or nothing where no word is near.
    static func hint(for text: String, among words: [String]) -> String {
        nearest(to: text, among: words).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// The nearest word with at most a third of its letters wrong, without regard to case and separators.
    static func nearest(to text: String, among words: [String]) -> String? {
        guard text.utf8.count <= 64 else { return nil }
        let wanted = TextMatcher.fold(text, .loose)
        var best: (word: String, distance: Int)?
        for word in words {
            let folded = TextMatcher.fold(word, .loose)
            let distance = distance(wanted, folded)
            guard distance <= max(folded.count, wanted.count) / 3, distance < best?.distance ?? .max else {
                continue
            }
            best = (word, distance)
        }
        return best?.word
    }

    /// Levenshtein distance with one row of memory.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (line, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
