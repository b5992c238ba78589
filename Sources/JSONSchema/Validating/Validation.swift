// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// One run over one value: where it is, what was found, and how much work is left.
struct Validation {
    private let schema: CompiledSchema
    private(set) var violations: [SchemaViolation] = []
    private var path: [String] = []
    private var depth = 0
    private var steps: Int
    /// Why no answer can be found; whatever was tried so far, the value then counts as invalid.
    private(set) var obstacle: SchemaViolation?
    /// What of the current value the keywords of the current subschema have looked at.
    private var evaluated = Evaluated()

    init(_ schema: CompiledSchema) {
        self.schema = schema
        steps = schema.limits.steps
    }

    // MARK: Walking

    /// Checks the current value against another subschema.
    mutating func visit(_ place: Int, _ value: JSONValue) {
        guard spend(1) else { return }
        guard depth < schema.limits.depth else {
            giveUp("$ref", "is nested too deeply to be checked")
            return
        }
        depth += 1
        let outer = evaluated
        evaluated = Evaluated()
        for check in schema.nodes[place].checks { check(value, &self) }
        if schema.tracksEvaluation { evaluated.formUnion(outer) }
        depth -= 1
    }

    /// Checks a part of the current value.
    mutating func descend(_ token: String, _ place: Int, _ value: JSONValue) {
        path.append(token)
        let outer = evaluated
        visit(place, value)
        evaluated = outer
        path.removeLast()
    }

    /// Tries a subschema on the current value without reporting: what it would report, and what it looked at.
    mutating func attempt(_ place: Int, _ value: JSONValue) -> Attempt {
        let (outer, before) = (evaluated, violations)
        (evaluated, violations) = (Evaluated(), [])
        visit(place, value)
        defer { (evaluated, violations) = (outer, before) }
        return Attempt(violations: violations, evaluated: evaluated)
    }

    /// Tries a subschema on a part of the current value.
    mutating func attempt(_ token: String, _ place: Int, _ value: JSONValue) -> Attempt {
        path.append(token)
        defer { path.removeLast() }
        return attempt(place, value)
    }

    /// Reports for the current value.
    mutating func report(_ keyword: String, _ message: String) {
        guard violations.count < schema.limits.violations else { return }
        violations.append(
            SchemaViolation(pointer: JSONPointer(path), keyword: keyword, message: message)
        )
    }

    /// Takes over what a subschema reported on trial.
    mutating func report(_ found: [SchemaViolation]) {
        violations += found.prefix(max(0, schema.limits.violations - violations.count))
    }

    /// Pays for work; says whether it may be done.
    mutating func spend(_ cost: Int) -> Bool {
        guard obstacle == nil else { return false }
        steps -= cost
        guard steps < 0 else { return true }
        giveUp("$schema", "is too large or too intricate to be checked; send less at once")
        return false
    }

    /// Ends the run without an answer; also within `not` and the like that is a violation.
    mutating func giveUp(_ keyword: String, _ message: String) {
        guard obstacle == nil else { return }
        obstacle = SchemaViolation(pointer: JSONPointer(path), keyword: keyword, message: message)
    }

    func expectation(_ place: Int) -> String? { schema.nodes[place].expectation }

    // MARK: Evaluation (JSON Schema core 11.2, 11.3)

    var tracksEvaluation: Bool { schema.tracksEvaluation }

    mutating func evaluate(name: String) {
        if tracksEvaluation { evaluated.names.insert(name) }
    }

    mutating func evaluate(item: Int) {
        if tracksEvaluation { evaluated.items.insert(item) }
    }

    mutating func evaluate(_ other: Evaluated) {
        if tracksEvaluation { evaluated.formUnion(other) }
    }

    func isEvaluated(name: String) -> Bool { evaluated.names.contains(name) }

    func isEvaluated(item: Int) -> Bool { evaluated.items.contains(item) }
}

/// What a subschema found on trial.
struct Attempt {
    let violations: [SchemaViolation]
    let evaluated: Evaluated

    var isValid: Bool { violations.isEmpty }
}

/// The members and items of one value that were looked at.
struct Evaluated {
    var names: Set<String> = []
    var items: Set<Int> = []

    mutating func formUnion(_ other: Evaluated) {
        if !other.names.isEmpty { names.formUnion(other.names) }
        if !other.items.isEmpty { items.formUnion(other.items) }
    }
}
