// SPDX-License-Identifier: Apache-2.0

/// What a policy asks of every tag's key and value; breaking it is a warning.
package struct NamingRules: Hashable, Sendable {
    /// Whether keys must be spelled as the policy spells them also where the cloud compares without case.
    package var caseSensitivity = false
    /// Whether keys may hold more than letters, digits and `- _ . : /`.
    package var allowSpecialCharacters = false
    /// Longest key in characters (Unicode scalars).
    package var maxKeyLength = 128
    /// Longest value in characters (Unicode scalars).
    package var maxValueLength = 256
    /// What no key that a person chose may begin with, compared without case.
    package var reservedPrefixes: [String] = []

    /// What the two lengths may be; the largest that any of the clouds accepts.
    package static let lengths = 1...512

    /// Finds the first character that is not an ordinary one of keys.
    ///
    /// - Parameter key: a key.
    /// - Returns: the character, or nothing where all are ordinary.
    package static func specialCharacter(in key: String) -> UnicodeScalar? {
        key.unicodeScalars.first { !isOrdinary($0) }
    }

    private static func isOrdinary(_ scalar: UnicodeScalar) -> Bool {
        if scalar.isASCII { return isOrdinary(UInt8(scalar.value)) }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark(scalar)
    }

    /// Whether a byte is an ordinary character of its own; bytes of longer characters are not.
    static func isOrdinary(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        // "-./0123456789:"
        case UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isMark(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
