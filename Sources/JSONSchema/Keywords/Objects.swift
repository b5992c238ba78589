// SPDX-License-Identifier: Apache-2.0

import JSONCodec

// JSON Schema core 10.3.2 and 11.3, validation 6.5.

extension Keywords {
    static let required = Keyword("required") { (source) throws(SchemaError) in
        let names = try source.names(source.object["required"], "required")
        return { value, validation in
            guard case .object(let object) = value else { return }
            for name in names where object[name] == nil {
                validation.report("required", "must have \(Shown.name(name)), which is missing")
            }
        }
    }

    static let members = Keyword("properties", "patternProperties", "additionalProperties") {
        (source) throws(SchemaError) in
        let named = try source.namedSchemas("properties")
        var patterns: [(pattern: SchemaPattern, place: Int)] = []
        for (text, place) in try source.namedSchemas("patternProperties") {
            patterns.append((try source.pattern(text, "patternProperties"), place))
        }
        let rule = MemberRule(
            order: named.map(\.name),
            places: Dictionary(named.map { ($0.name, $0.place) }) { first, _ in first },
            patterns: patterns,
            others: try source.schema("additionalProperties"),
            isClosed: source.object["additionalProperties"] == false
        )
        return { value, validation in
            guard case .object(let object) = value else { return }
            for member in object { rule.check(member, &validation) }
        }
    }

    static let propertyNames = Keyword("propertyNames") { (source) throws(SchemaError) in
        guard let place = try source.schema("propertyNames") else { return nil }
        return { value, validation in
            guard case .object(let object) = value else { return }
            for name in object.names {
                guard let first = validation.attempt(place, .string(name)).violations.first else { continue }
                validation.report("propertyNames", "has the name \(Shown.name(name)), which \(first.message)")
            }
        }
    }

    static let memberCount = Keyword("minProperties", "maxProperties") { (source) throws(SchemaError) in
        let least = try source.count("minProperties") ?? 0
        let most = try source.count("maxProperties") ?? .max
        return { value, validation in
            guard case .object(let object) = value else { return }
            if object.count < least {
                let message = "must have at least \(least) members, but has \(object.count)"
                validation.report("minProperties", message)
            }
            if object.count > most {
                let message = "must have at most \(most) members, but has \(object.count)"
                validation.report("maxProperties", message)
            }
        }
    }

    static let dependentRequired = Keyword("dependentRequired") { (source) throws(SchemaError) in
        guard let members = source.object["dependentRequired"]?.object else {
            throw source.fault("dependentRequired", "must be an object")
        }
        var rules: [(name: String, needs: [String])] = []
        for member in members {
            rules.append((member.name, try source.names(member.value, "dependentRequired")))
        }
        return { [rules] value, validation in
            guard case .object(let object) = value else { return }
            for rule in rules where object[rule.name] != nil {
                for name in rule.needs where object[name] == nil {
                    let message = "must have \(Shown.name(name)) when it has \(Shown.name(rule.name))"
                    validation.report("dependentRequired", message)
                }
            }
        }
    }

    static let dependentSchemas = Keyword("dependentSchemas") { (source) throws(SchemaError) in
        let rules = try source.namedSchemas("dependentSchemas")
        return { value, validation in
            guard case .object(let object) = value else { return }
            for rule in rules where object[rule.name] != nil { validation.visit(rule.place, value) }
        }
    }

    static let unevaluatedProperties = Keyword("unevaluatedProperties") { (source) throws(SchemaError) in
        guard let place = try source.schema("unevaluatedProperties") else { return nil }
        source.compiler.trackEvaluation()
        return { value, validation in
            guard case .object(let object) = value else { return }
            for member in object where !validation.isEvaluated(name: member.name) {
                validation.descend(member.name, place, member.value)
                validation.evaluate(name: member.name)
            }
        }
    }
}

/// `properties`, `patternProperties` and `additionalProperties` of one subschema.
private struct MemberRule: Sendable {
    let order: [String]
    let places: [String: Int]
    let patterns: [(pattern: SchemaPattern, place: Int)]
    let others: Int?
    let isClosed: Bool

    func check(_ member: JSONObject.Member, _ validation: inout Validation) {
        guard validation.spend(1 + patterns.count) else { return }
        var isKnown = false
        if let place = places[member.name] {
            isKnown = true
            validation.descend(member.name, place, member.value)
        }
        for (pattern, place) in patterns {
            switch pattern.match(member.name) {
            case .differs: continue
            case .matches:
                isKnown = true
                validation.descend(member.name, place, member.value)
            case .limitReached:
                let message = "has a name that takes too long to be matched with \(pattern.text)"
                validation.giveUp("patternProperties", message)
            }
        }
        if isKnown || others != nil { validation.evaluate(name: member.name) }
        guard !isKnown, let others else { return }
        if isClosed {
            reportUnknown(member.name, &validation)
        } else {
            validation.descend(member.name, others, member.value)
        }
    }

    private func reportUnknown(_ name: String, _ validation: inout Validation) {
        let hint: String
        if let meant = Suggestion.nearest(to: name, among: order) {
            hint = "did you mean \(Shown.name(meant))?"
        } else {
            hint = order.isEmpty ? "none is" : "known are \(Shown.list(order))"
        }
        validation.report("additionalProperties", "has the unknown member \(Shown.name(name)); \(hint)")
    }
}
