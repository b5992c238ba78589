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

    /// Optimal string alignment: a letter too many, too few, wrong, or two letters swapped count one each.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (line, byte) in left.enumerated() {
            var row = [line + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column] + (byte == other ? 0 : 1), last[column + 1] + 1, row[column] + 1)
                if line > 0, column > 0, byte == right[column - 1], left[line - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
