// SPDX-License-Identifier: Apache-2.0

import JSONCodec

// JSON Schema core, sections 8 and 10.

extension Keywords {
    static let reference = Keyword("$ref") { (source) throws(SchemaError) in
        guard let text = try source.string("$ref") else { return nil }
        let place = try source.compiler.node(referencedBy: text, at: source.pointer.appending("$ref"))
        return { $1.visit(place, $0) }
    }

    static let unsupported = Keyword("$dynamicRef", "$recursiveRef") { (source) throws(SchemaError) in
        throw SchemaError(.dialect, "$dynamicRef and $recursiveRef are not supported.", at: source.pointer)
    }

    // Compiled even if nothing refers to them, so that a fault in them is found.
    static let definitions = Keyword("$defs") { (source) throws(SchemaError) in
        _ = try source.namedSchemas("$defs")
        return nil
    }

    static let allOf = Keyword("allOf") { (source) throws(SchemaError) in
        guard let places = try source.schemas("allOf") else { return nil }
        return { value, validation in
            for place in places { validation.visit(place, value) }
        }
    }

    static let anyOf = Keyword("anyOf") { (source) throws(SchemaError) in
        guard let places = try source.schemas("anyOf") else { return nil }
        return { value, validation in
            var attempts: [Attempt] = []
            var isValid = false
            for place in places {
                let attempt = validation.attempt(place, value)
                if attempt.isValid {
                    isValid = true
                    validation.evaluate(attempt.evaluated)
                    // Later alternatives matter only for what they look at.
                    if !validation.tracksEvaluation { return }
                }
                attempts.append(attempt)
            }
            if !isValid { Alternatives.report("anyOf", places, attempts, value, &validation) }
        }
    }

    static let oneOf = Keyword("oneOf") { (source) throws(SchemaError) in
        guard let places = try source.schemas("oneOf") else { return nil }
        return { value, validation in
            let attempts = places.map { validation.attempt($0, value) }
            let valid = attempts.filter(\.isValid)
            if valid.count == 1 {
                validation.evaluate(valid[0].evaluated)
            } else if valid.isEmpty {
                Alternatives.report("oneOf", places, attempts, value, &validation)
            } else {
                let message = "fits \(valid.count) of \(places.count) alternatives, but must fit exactly one"
                validation.report("oneOf", message)
            }
        }
    }

    static let not = Keyword("not") { (source) throws(SchemaError) in
        guard let place = try source.schema("not") else { return nil }
        return { value, validation in
            guard validation.attempt(place, value).isValid else { return }
            validation.report("not", "is of a form that is not allowed here: \(Shown.value(value))")
        }
    }

    static let condition = Keyword("if", "then", "else") { (source) throws(SchemaError) in
        let then = try source.schema("then")
        let otherwise = try source.schema("else")
        guard let test = try source.schema("if") else { return nil }
        return { value, validation in
            let attempt = validation.attempt(test, value)
            if attempt.isValid { validation.evaluate(attempt.evaluated) }
            if let next = attempt.isValid ? then : otherwise { validation.visit(next, value) }
        }
    }
}

/// Says why no alternative fits.
private enum Alternatives {
    static func report(
        _ keyword: String,
        _ places: [Int],
        _ attempts: [Attempt],
        _ value: JSONValue,
        _ validation: inout Validation
    ) {
        if let only = attempts.first, attempts.count == 1 {
            validation.report(only.violations)
            return
        }
        // One alternative that the value comes near to says most.
        let base = attempts.compactMap { $0.violations.map(\.pointer.tokens.count).min() }.min() ?? 0
        let near = attempts.filter { $0.violations.allSatisfy { $0.pointer.tokens.count > base } }
        if near.count == 1 {
            validation.report(near[0].violations)
            return
        }
        let words = places.compactMap { validation.expectation($0) }
        if words.count == places.count, Set(words).count == words.count {
            validation.report(keyword, "must be \(words.joined(separator: " or ")), got \(value.kind)")
            return
        }
        let reasons = attempts.compactMap { $0.violations.first?.description }
        let first = Shown.list(reasons.prefix(3).enumerated().map { "(\($0.offset + 1)) \($0.element)" })
        validation.report(keyword, "fits none of \(places.count) alternatives: \(first)")
    }
}
