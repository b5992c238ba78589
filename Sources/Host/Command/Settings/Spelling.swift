// SPDX-License-Identifier: Apache-2.0

/// How far apart two spellings are, for hints of the kind "did you mean".
enum Spelling {
    /// Counts the insertions, deletions and replacements of bytes between two texts (Levenshtein distance).
    ///
    /// - Parameters:
    ///   - left: one text.
    ///   - right: the other.
    /// - Returns: the count.
    /// - Complexity: O(n · m).
    static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (index, byte) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in right.indices {
                let replaced = diagonal + (right[place] == byte ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(replaced, row[place] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }

    /// The candidate nearest to a word, when it is near enough to be meant.
    ///
    /// - Parameters:
    ///   - word: what was written.
    ///   - candidates: what there is.
    /// - Returns: the nearest, or nothing when every one is further than a third of its length.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        candidates
            .map { (name: $0, distance: distance($0, word)) }
            .filter { $0.distance <= max(1, $0.name.utf8.count / 3) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
            .name
    }
}
