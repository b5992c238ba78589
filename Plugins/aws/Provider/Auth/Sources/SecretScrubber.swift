// SPDX-License-Identifier: Apache-2.0

/// Makes a remote party's words fit for an error message.
///
/// AWS's SignatureDoesNotMatch quotes the canonical request, session token included.
enum SecretScrubber {
    private static let longest = 300
    /// Shorter texts are in every sentence.
    private static let shortest = 4

    /// Replaces secrets, joins lines and cuts what is too long.
    ///
    /// - Parameters:
    ///   - text: the words.
    ///   - secrets: what must not be seen.
    /// - Returns: one line of at most 300 characters.
    static func scrub(_ text: String, hiding secrets: [String]) -> String {
        let line = hide(secrets, in: text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count <= longest ? line : "\(line.prefix(longest))..."
    }

    /// Replaces secrets, as they are and as a form or a query quotes them.
    ///
    /// - Parameters:
    ///   - secrets: what must not be seen.
    ///   - text: the words, before anything was cut from them.
    /// - Returns: the words without secrets.
    static func hide(_ secrets: [String], in text: String) -> String {
        var result = Array(text.utf8)
        // The longest first: one secret may be a part of another.
        let long = secrets.filter { $0.utf8.count >= shortest }.sorted { $0.utf8.count > $1.utf8.count }
        for secret in long {
            for form in Set([secret, PercentEncoding.encode(secret)]) {
                result = replace(Array(form.utf8), in: result)
            }
        }
        return String(decoding: result, as: UTF8.self)
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
