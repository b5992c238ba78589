// SPDX-License-Identifier: Apache-2.0

/// A text told apart by its bytes, for sets and dictionaries.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    // The texts come from the policy, so that nobody can choose ones that collide.
    func hash(into hasher: inout Hasher) { hasher.combine(TextMatcher.hash(of: text, .exact)) }
}
