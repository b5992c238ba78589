// SPDX-License-Identifier: Apache-2.0

/// A text that no description, debugger summary or reflection shows.
struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Wraps a secret.
    ///
    /// - Parameter text: the secret itself.
    init(_ text: String) { self.text = text }

    /// Hands the secret out; call it only where it goes on the wire or into a hash.
    func reveal() -> String { text }

    var description: String { "<secret>" }
    var debugDescription: String { "<secret>" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
