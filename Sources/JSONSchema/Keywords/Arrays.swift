// SPDX-License-Identifier: Apache-2.0

import JSONCodec

// JSON Schema core 10.3.1 and 11.2, validation 6.4.

extension Keywords {
    static let items = Keyword("prefixItems", "items") { (source) throws(SchemaError) in
        let first = try source.schemas("prefixItems") ?? []
        let rest = try source.schema("items")
        return { value, validation in
            guard case .array(let values) = value else { return }
            for (index, item) in values.enumerated() {
                guard let place = index < first.count ? first[index] : rest else { return }
                guard validation.spend(1) else { return }
                validation.descend("\(index)", place, item)
                validation.evaluate(item: index)
            }
        }
    }

    static let contains = Keyword("contains", "minContains", "maxContains") { (source) throws(SchemaError) in
        let least = try source.count("minContains") ?? 1
        let most = try source.count("maxContains") ?? .max
        guard let place = try source.schema("contains") else { return nil }
        return { value, validation in
            guard case .array(let values) = value else { return }
            var count = 0
            for (index, item) in values.enumerated() where validation.attempt("\(index)", place, item).isValid
            {
                count += 1
                validation.evaluate(item: index)
            }
            let what =
                validation.expectation(place).map { "items that are \($0)" } ?? "items of the wanted form"
            if count < least {
                let message = "must have at least \(least) \(what), but has \(count)"
                validation.report(least == 1 ? "contains" : "minContains", message)
            }
            if count > most {
                validation.report("maxContains", "must have at most \(most) \(what), but has \(count)")
            }
        }
    }

    static let itemCount = Keyword("minItems", "maxItems") { (source) throws(SchemaError) in
        let least = try source.count("minItems") ?? 0
        let most = try source.count("maxItems") ?? .max
        return { value, validation in
            guard case .array(let values) = value else { return }
            if values.count < least {
                validation.report("minItems", "must have at least \(least) items, but has \(values.count)")
            }
            if values.count > most {
                validation.report("maxItems", "must have at most \(most) items, but has \(values.count)")
            }
        }
    }

    static let uniqueItems = Keyword("uniqueItems") { (source) throws(SchemaError) in
        guard try source.bool("uniqueItems") == true else { return nil }
        return { value, validation in
            guard case .array(let values) = value, validation.spend(values.count) else { return }
            var seen: [[UInt8]: Int] = [:]
            for (index, item) in values.enumerated() {
                guard let earlier = seen.updateValue(index, forKey: item.canonical) else { continue }
                let message = "must have different items, but items \(earlier) and \(index) are equal"
                validation.report("uniqueItems", message)
                return
            }
        }
    }

    static let unevaluatedItems = Keyword("unevaluatedItems") { (source) throws(SchemaError) in
        guard let place = try source.schema("unevaluatedItems") else { return nil }
        source.compiler.trackEvaluation()
        return { value, validation in
            guard case .array(let values) = value else { return }
            for (index, item) in values.enumerated() where !validation.isEvaluated(item: index) {
                validation.descend("\(index)", place, item)
                validation.evaluate(item: index)
            }
        }
    }
}
