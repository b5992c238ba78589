// SPDX-License-Identifier: Apache-2.0

extension Finding {
    /// One sentence for people: what is wrong, with which tag and value.
    package var message: String {
        let value = Self.shown(currentValue ?? "")
        return switch reason {
        case .missing(let key): "The required tag '\(key)' is missing" + nearMissNote + "."
        case .notAllowed: "The value \(value) of tag '\(foundKey ?? tagName)' is not allowed."
        case .noMatch: "The value \(value) of tag '\(foundKey ?? tagName)' does not have the required format."
        case .matchLimit:
            "The value \(value) of tag '\(foundKey ?? tagName)' could not be matched: the regular expression "
                + "reached its limit of work."
        case .reservedPrefix(let prefix): "The key '\(tagName)' begins with the reserved prefix '\(prefix)'."
        case .keyTooLong(let limit): "The key \(Self.shown(tagName)) is longer than \(limit) characters."
        case .specialCharacter(let scalar):
            "The key '\(tagName)' holds the special character \(Self.name(of: scalar))."
        case .keySpelling(let wanted): "The key '\(tagName)' should be spelled '\(wanted)'."
        case .valueTooLong(let limit): "The value of tag '\(tagName)' is longer than \(limit) characters."
        }
    }

    /// What would be right, in a few words.
    package var expected: String {
        switch reason {
        case .missing(let key):
            allowedValues.map { "'\(key)' with one of: \(Self.list($0))" } ?? "a tag '\(key)'"
        case .notAllowed: "one of: \(Self.list(allowedValues ?? []))"
        case .noMatch(let regex), .matchLimit(let regex): "a value that matches \(regex)"
        case .reservedPrefix(let prefix): "a key that does not begin with '\(prefix)'"
        case .keyTooLong(let limit): "a key of at most \(limit) characters"
        case .specialCharacter: "a key of letters, digits, '-', '_', '.', ':' and '/'"
        case .keySpelling(let wanted): "the key '\(wanted)'"
        case .valueTooLong(let limit): "a value of at most \(limit) characters"
        }
    }

    private var nearMissNote: String {
        nearMiss.map { "; the resource has '\($0)', which is a different key" } ?? ""
    }

    private static func list(_ values: [String]) -> String {
        values.prefix(20).joined(separator: ", ") + (values.count > 20 ? ", … (\(values.count) in all)" : "")
    }

    private static func shown(_ value: String) -> String {
        let start = value.prefix(80)
        return start.endIndex == value.endIndex ? "'\(value)'" : "'\(start)…'"
    }

    private static func name(of scalar: UnicodeScalar) -> String {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let number = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
        return scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F ? "'\(scalar)'" : number
    }
}
