// SPDX-License-Identifier: Apache-2.0

/// The values that a rule allows, made ready for look-ups.
struct ValueMatcher: Sendable {
    private let form: TextMatcher.Form
    private let matchers: [UInt64: [TextMatcher]]
    private let hashes: [UInt64]

    /// Lists up to this long are searched by their hashes one by one.
    private static let linearLimit = 16

    init(_ values: [String], isCaseSensitive: Bool) {
        let form: TextMatcher.Form = isCaseSensitive ? .exact : .caseless
        self.form = form
        matchers = Dictionary(grouping: values.map { TextMatcher($0, form) }, by: \.hash)
        hashes = matchers.count <= Self.linearLimit ? Array(matchers.keys) : []
    }

    func contains(_ value: String) -> Bool {
        let hash = TextMatcher.hash(of: value, form)
        if !hashes.isEmpty, !hashes.contains(hash) { return false }
        return matchers[hash]?.contains { $0.matches(value) } ?? false
    }
}
