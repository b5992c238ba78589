// SPDX-License-Identifier: Apache-2.0

/// Makes a remote party's words fit for an error message.
///
/// AWS's SignatureDoesNotMatch quotes the canonical request, session token included.
enum SecretScrubber {
    private static let longest = 300

    /// Replaces secrets, joins lines and cuts what is too long.
    ///
    /// - Parameters:
    ///   - text: the words.
    ///   - secrets: what must not be seen.
    /// - Returns: one line of at most 300 characters.
    static func scrub(_ text: String, hiding secrets: [String]) -> String {
        var result = Array(text.utf8)
        for secret in secrets where secret.utf8.count >= 4 {
            result = replace(Array(secret.utf8), in: result)
        }
        let line = String(decoding: result, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        return line.count <= longest ? line : "\(line.prefix(longest))..."
    }

    private static func replace(_ secret: [UInt8], in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var place = 0
        while place < text.count {
            if text[place...].starts(with: secret) {
                result += Array("<secret>".utf8)
                place += secret.count
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result
    }
}
