// SPDX-License-Identifier: Apache-2.0

extension Normalization {
    /// Puts a value into this form.
    ///
    /// - Parameter value: a value.
    /// - Returns: the value with the case of its letters changed, nothing else.
    package func applied(to value: String) -> String {
        switch self {
        case .lowercase: value.lowercased()
        case .uppercase: value.uppercased()
        case .titlecase: Self.titled(value)
        }
    }

    /// Whether a value is in this form already.
    func accepts(_ value: String) -> Bool { applied(to: value).utf8.elementsEqual(value.utf8) }

    private static func titled(_ value: String) -> String {
        var result = ""
        var isInWord = false
        for character in value {
            result += isInWord ? character.lowercased() : character.uppercased()
            isInWord = character.isLetter || character.isNumber
        }
        return result
    }
}
