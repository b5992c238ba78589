// SPDX-License-Identifier: Apache-2.0

/// The values that a rule allows, made ready for look-ups.
struct ValueMatcher: Sendable {
    /// Lists up to this long are compared one by one.
    private static let linearLimit = 12

    private let form: TextMatcher.Form
    private let matchers: [TextMatcher]
    private let folded: Set<[UInt8]>

    init(_ values: [String], isCaseSensitive: Bool) {
        form = isCaseSensitive ? .exact : .caseless
        let isShort = values.count <= Self.linearLimit
        let form = form
        matchers = isShort ? values.map { TextMatcher($0, form) } : []
        folded = isShort ? [] : Set(values.map { TextMatcher.fold($0, form) })
    }

    func contains(_ value: String) -> Bool {
        if folded.isEmpty { return matchers.contains { $0.matches(value) } }
        return folded.contains(TextMatcher.fold(value, form))
    }
}
