// SPDX-License-Identifier: Apache-2.0

/// Remembers which ids have passed, in 16 bytes each.
///
/// Two ids count as one if both of their 64-bit hashes are equal; with the process's random hash seed that
/// happens by chance, or by design of whoever names resources, once in 10^28 pairs.
struct SeenIDs: Sendable {
    private struct Mark: Hashable, Sendable {
        let first: Int
        let second: Int
    }

    private var marks: Set<Mark> = []

    /// Whether the id passes for the first time.
    mutating func insert(_ id: String) -> Bool {
        marks.insert(Mark(first: Self.hash(id, salt: 0), second: Self.hash(id, salt: 1))).inserted
    }

    private static func hash(_ id: String, salt: UInt8) -> Int {
        var hasher = Hasher()
        hasher.combine(salt)
        // Texts that Unicode holds equal have one hash; ids are told apart by their bytes.
        hasher.combine(id.utf8.count)
        hasher.combine(id)
        return hasher.finalize()
    }
}
