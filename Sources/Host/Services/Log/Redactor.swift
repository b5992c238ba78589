// SPDX-License-Identifier: Apache-2.0

/// Masks what looks like a secret before a text is logged.
///
/// It is the second line of defence: the first is that no code logs headers, query strings or bodies.
package enum Redactor {
    /// What stands in a secret's place.
    static let mask = "[redacted]"

    /// Masks values after telling names, bearer tokens, key ids, secret keys, JSON web tokens and private keys.
    ///
    /// - Parameter text: any text.
    /// - Returns: the text without what looks like a secret.
    /// - Complexity: O(n) for texts of n bytes.
    package static func redacted(_ text: String) -> String {
        var scanner = SecretScanner(Array(text.utf8))
        let ranges = scanner.secrets()
        guard !ranges.isEmpty else { return text }
        var result: [UInt8] = []
        var position = 0
        for range in ranges {
            result += scanner.bytes[position..<range.lowerBound]
            result += mask.utf8
            position = range.upperBound
        }
        result += scanner.bytes[position...]
        return String(decoding: result, as: UTF8.self)
    }

    /// Tells whether a value under this name is a secret whatever it looks like.
    static func namesSecret(_ name: String) -> Bool { SecretScanner.isTelling(Array(name.utf8)[...]) }
}
