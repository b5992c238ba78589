// SPDX-License-Identifier: Apache-2.0

/// A text told apart by its bytes, for sets and dictionaries.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    // FNV-1a of the bytes; the texts come from the policy, so that nobody can choose ones that collide.
    func hash(into hasher: inout Hasher) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hasher.combine(hash)
    }
}
