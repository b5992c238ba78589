// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Reads members one by one and collects every fault, so that a person sees all of them at once.
///
/// Each method returns nothing where it has reported an error; the reading goes on with the next member.
struct PolicyReader {
    /// Longest policy in bytes.
    static let maximumSize = 1 << 20
    /// Deepest nesting; `metadata` is free-form.
    static let maximumDepth = 64
    /// Diagnostics kept; what comes after is only noise.
    static let maximumDiagnostics = 200

    private let places: JSONPlaces?
    private(set) var diagnostics: [PolicyDiagnostic] = []

    init(places: JSONPlaces?) {
        self.places = places
        for duplicate in places?.duplicates ?? [] {
            report(
                .duplicateMember,
                "The member '\(duplicate.pointer.tokens.last ?? "")' appears twice in one object; keep one.",
                at: duplicate.pointer,
                place: duplicate.place
            )
        }
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    mutating func report(
        _ code: PolicyDiagnostic.Code,
        _ message: String,
        at pointer: JSONPointer,
        severity: PolicySeverity = .error,
        place: JSONPlace? = nil
    ) {
        guard diagnostics.count < Self.maximumDiagnostics else { return }
        let place = place ?? places?.place(of: pointer)
        diagnostics.append(PolicyDiagnostic(severity, code, message, at: pointer, place: place))
    }

    mutating func warn(_ code: PolicyDiagnostic.Code, _ message: String, at pointer: JSONPointer) {
        report(code, message, at: pointer, severity: .warning)
    }

    // MARK: Values

    mutating func wrongType(_ value: JSONValue, _ wanted: String, at pointer: JSONPointer) {
        let shown = value.kind == "object" || value.kind == "array" ? value.kind : value.text()
        let name = pointer.tokens.last.map { "'\($0)'" } ?? "The policy"
        report(.wrongType, "\(name) must be \(wanted), not \(shown.prefix(60)).", at: pointer)
    }

    /// A text of 1 to `limit` characters.
    mutating func text(_ value: JSONValue, at pointer: JSONPointer, limit: Int) -> String? {
        guard case .string(let text) = value else {
            wrongType(value, "a text", at: pointer)
            return nil
        }
        guard !text.isEmpty else {
            report(.emptyText, "'\(pointer.tokens.last ?? "")' must not be empty.", at: pointer)
            return nil
        }
        guard isShort(text, limit, at: pointer) else { return nil }
        return text
    }

    mutating func isShort(_ text: String, _ limit: Int, at pointer: JSONPointer) -> Bool {
        let count = text.unicodeScalars.count
        guard count > limit else { return true }
        report(
            .textTooLong,
            "A text here can have \(limit) characters at most; this one has \(count).",
            at: pointer
        )
        return false
    }

    mutating func isFew(_ count: Int, _ limit: Int, _ things: String, at pointer: JSONPointer) -> Bool {
        guard count > limit else { return true }
        report(.tooMany, "There can be \(limit) \(things) at most; here are \(count).", at: pointer)
        return false
    }

    /// A list of texts, each reported on its own where it is not one.
    mutating func texts(_ value: JSONValue, at pointer: JSONPointer, _ rule: TextListRule) -> [String]? {
        guard case .array(let values) = value else {
            wrongType(value, "a list of texts", at: pointer)
            return nil
        }
        guard isFew(values.count, rule.maximumCount, "elements", at: pointer) else { return nil }
        var result: [String] = []
        var seen: Set<ExactText> = []
        for (index, value) in values.enumerated() {
            let here = pointer.appending(index)
            guard let text = listed(value, at: here, rule) else { continue }
            if seen.insert(ExactText(text)).inserted {
                result.append(text)
            } else {
                warn(.duplicateValue, "'\(text)' is listed twice; remove one.", at: here)
            }
        }
        return result.isEmpty && !values.isEmpty ? nil : result
    }

    private mutating func listed(_ value: JSONValue, at pointer: JSONPointer, _ rule: TextListRule) -> String?
    {
        if rule.allowsEmptyText, case .string("") = value { return "" }
        return text(value, at: pointer, limit: rule.maximumLength)
    }

    /// One of an enumeration's words.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ value: JSONValue,
        at pointer: JSONPointer,
        of type: Word.Type
    ) -> Word? {
        guard case .string(let text) = value else {
            wrongType(value, "a text", at: pointer)
            return nil
        }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        report(
            .unknownWord,
            "'\(text.prefix(60))' is not possible here\(Spelling.hint(for: text, among: words)); "
                + "use \(words.joined(separator: ", ")).",
            at: pointer
        )
        return nil
    }
}

/// Limits of a list of texts.
struct TextListRule {
    var maximumCount: Int
    var maximumLength: Int
    var allowsEmptyText = false

    static let clouds = TextListRule(maximumCount: 32, maximumLength: 64)
    static let types = TextListRule(maximumCount: 1000, maximumLength: 256)
    static let values = TextListRule(maximumCount: 1000, maximumLength: 1024, allowsEmptyText: true)
    static let keys = TextListRule(maximumCount: 100, maximumLength: 512)
}
