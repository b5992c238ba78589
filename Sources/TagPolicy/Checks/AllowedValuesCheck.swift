// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// Lists of values that the rule's own regular expression, normalisation or list makes useless.
enum AllowedValuesCheck: PolicyCheck {
    /// Values looked at in all; what a hostile policy holds beyond that is not worth the time.
    private static let budget = 20_000

    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader) {
        let matcher = PatternMatcher()
        var budget = budget
        for (rule, pointer, _) in policy.placedRules {
            for place in places(of: rule, in: policy, pointer) {
                guard let values = place.rule.allowedValues, budget >= values.count else { continue }
                budget -= values.count
                checkForms(values, place, &reader)
                checkRegex(values, place, matcher, &reader)
            }
        }
    }

    /// A rule as it holds for some cloud, and where its values are written.
    private struct Place {
        let rule: EffectiveRule
        let values: JSONPointer
        let regex: JSONPointer
    }

    private static func places(of rule: TagRule, in policy: TagPolicy, _ pointer: JSONPointer) -> [Place] {
        let base = Place(
            rule: EffectiveRule(rule, in: "", isRequired: true),
            values: pointer.appending("allowed_values"),
            regex: pointer.appending("validation_regex")
        )
        let changed = rule.cloudSpecific.filter(\.changesValues)
        let isBaseUsed = policy.scope?.contains { cloud in !changed.contains { $0.cloud == cloud } } ?? true
        let overrides = changed.map { override in
            let here = pointer.appending("cloud_specific").appending(override.cloud)
            return Place(
                rule: EffectiveRule(rule, in: override.cloud, isRequired: true),
                values: override.allowedValues == .inherited ? base.values : here.appending("allowed_values"),
                regex: override.validationRegex == .inherited
                    ? base.regex : here.appending("validation_regex")
            )
        }
        return (isBaseUsed ? [base] : []) + overrides
    }

    private static func checkForms(_ values: [String], _ place: Place, _ reader: inout PolicyReader) {
        guard !place.rule.isCaseSensitive else { return }
        var seen: [[UInt8]: String] = [:]
        for (index, value) in values.enumerated() {
            let here = place.values.appending(index)
            if let other = seen.updateValue(value, forKey: TextMatcher.fold(value, .caseless)) {
                reader.warn(
                    .duplicateValue,
                    "'\(value)' and '\(other)' are the same where case does not count; remove one.",
                    at: here
                )
            }
            guard let form = place.rule.normalizeTo, !form.accepts(value) else { continue }
            reader.warn(
                .notNormalized,
                "'\(value)' is not in \(form.rawValue), to which values are normalised; write '\(form.applied(to: value))'.",
                at: here
            )
        }
    }

    private static func checkRegex(
        _ values: [String],
        _ place: Place,
        _ matcher: PatternMatcher,
        _ reader: inout PolicyReader
    ) {
        guard let regex = place.rule.validationRegex, let pattern = pattern(regex, place.rule) else { return }
        var wrong: [(index: Int, value: String)] = []
        for (index, value) in values.enumerated() {
            switch matcher.match(value, pattern) {
            case .matches: break
            case .differs: wrong.append((index, value))
            case .limitReached:
                reader.report(
                    .contradictoryRule,
                    "'\(regex.prefix(80))' reaches its limit of work on the allowed value '\(value.prefix(60))'; "
                        + "write an expression without nested repetition.",
                    at: place.regex
                )
                return
            }
        }
        report(wrong, isAll: wrong.count == values.count, regex, place, &reader)
    }

    private static func report(
        _ wrong: [(index: Int, value: String)],
        isAll: Bool,
        _ regex: String,
        _ place: Place,
        _ reader: inout PolicyReader
    ) {
        guard !isAll else {
            reader.report(
                .contradictoryRule,
                "No allowed value of '\(place.rule.name)' matches '\(regex.prefix(80))', so that every value would be "
                    + "wrong; correct the values or the expression.",
                at: place.regex
            )
            return
        }
        for (index, value) in wrong {
            reader.warn(
                .unreachableValue,
                "The allowed value '\(value.prefix(60))' does not match '\(regex.prefix(80))', so that it would be wrong.",
                at: place.values.appending(index)
            )
        }
    }

    // The reader has reported an expression that does not compile.
    private static func pattern(_ regex: String, _ rule: EffectiveRule) -> Pattern? {
        do { return try Pattern(regex, isCaseless: !rule.isCaseSensitive) } catch { return nil }
    }
}

extension CloudOverride {
    /// Whether a cloud's values are judged differently.
    fileprivate var changesValues: Bool {
        allowedValues != .inherited || validationRegex != .inherited || normalizeTo != .inherited
    }
}
