// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

extension PolicyReader {
    private static let ruleFields = [
        "name", "description", "allowed_values", "validation_regex", "applies_to", "cloud_specific",
        "enforcement",
    ]
    private static let overrideFields = [
        "note", "name", "key_aliases", "allowed_values", "validation_regex", "normalize_to", "source",
    ]
    private static let nameLimit = 512
    private static let proseLimit = 4096

    /// Reads one element of `required_tags` or `optional_tags`.
    ///
    /// One that cannot be read keeps its place in the list, so that pointers of later diagnostics stay right.
    mutating func rule(_ value: JSONValue, at pointer: JSONPointer) -> TagRule {
        guard let members = members(value, at: pointer, known: Self.ruleFields) else { return .unreadable }
        return TagRule(
            name: requiredText("name", in: members, limit: Self.nameLimit) ?? "",
            description: optionalText("description", in: members, limit: Self.proseLimit),
            allowedValues: optionalValues(in: members),
            validationRegex: optionalRegex(in: members),
            appliesTo: members.optional("applies_to").map { appliesTo($0.value, at: $0.pointer) }
                ?? .everything,
            cloudSpecific: overrides(in: members),
            enforcement: members.optional("enforcement").flatMap { enforcement($0.value, at: $0.pointer) }
        )
    }

    mutating func optionalValues(in members: Members) -> [String]? {
        members.optional("allowed_values").flatMap { allowedValues($0.value, at: $0.pointer) }
    }

    mutating func optionalRegex(in members: Members) -> String? {
        members.optional("validation_regex").flatMap { regex($0.value, at: $0.pointer) }
    }

    private mutating func allowedValues(_ value: JSONValue, at pointer: JSONPointer) -> [String]? {
        guard let values = texts(value, at: pointer, .values) else { return nil }
        guard values.isEmpty else { return values }
        report(
            .emptyAllowedValues,
            "With no allowed value every value is wrong; leave 'allowed_values' out if any value will do.",
            at: pointer
        )
        return nil
    }

    private mutating func regex(_ value: JSONValue, at pointer: JSONPointer) -> String? {
        guard let text = text(value, at: pointer, limit: Pattern.maximumLength) else { return nil }
        do {
            _ = try Pattern(text, isCaseless: false)
            return text
        } catch {
            report(
                .invalidRegex,
                "'\(text.prefix(80))' is not a regular expression: \(error.message) (after \(error.offset) bytes).",
                at: pointer
            )
            return nil
        }
    }

    private mutating func appliesTo(_ value: JSONValue, at pointer: JSONPointer) -> Applicability {
        guard case .object(let object) = value else {
            wrongType(
                value,
                "an object from cloud to a list of types (a plain list is schema 1)",
                at: pointer
            )
            return .everything
        }
        if object.isEmpty {
            report(
                .emptyAppliesTo,
                "'applies_to' names no cloud, so that the tag applies to nothing; leave it out for every type.",
                at: pointer
            )
        }
        guard isFew(object.count, TextListRule.clouds.maximumCount, "clouds", at: pointer) else {
            return .everything
        }
        return .types(
            object.map { member in
                let here = pointer.appending(member.name)
                checkCloud(member.name, at: here)
                let types = member.value.isNull ? [] : texts(member.value, at: here, .types)
                if let place = types?.firstIndex(of: "all") {
                    report(
                        .unknownWord,
                        "'all' is no type; an empty list means every type of the cloud.",
                        at: here.appending(place)
                    )
                }
                return Applicability.CloudTypes(cloud: member.name, types: types ?? [])
            }
        )
    }

    private mutating func enforcement(_ value: JSONValue, at pointer: JSONPointer) -> Enforcement? {
        let known = ["case_sensitive", "normalize_to"]
        guard let members = members(value, at: pointer, known: known) else { return nil }
        return Enforcement(
            caseSensitive: optionalBool(known[0], in: members),
            normalizeTo: members.optional(known[1])
                .flatMap {
                    word($0.value, at: $0.pointer, of: Normalization.self)
                }
        )
    }

    private mutating func overrides(in members: Members) -> [CloudOverride] {
        guard let (value, pointer) = members.optional("cloud_specific") else { return [] }
        guard case .object(let object) = value else {
            wrongType(value, "an object from cloud to settings", at: pointer)
            return []
        }
        guard isFew(object.count, TextListRule.clouds.maximumCount, "clouds", at: pointer) else { return [] }
        return object.compactMap { member in
            let here = pointer.appending(member.name)
            checkCloud(member.name, at: here)
            return override(for: member.name, member.value, at: here)
        }
    }

    private mutating func override(
        for cloud: String,
        _ value: JSONValue,
        at pointer: JSONPointer
    ) -> CloudOverride? {
        guard let members = members(value, at: pointer, known: Self.overrideFields) else { return nil }
        var result = CloudOverride(cloud: cloud)
        result.note = optionalText("note", in: members, limit: Self.proseLimit)
        result.name = members.optional("name")
            .flatMap { text($0.value, at: $0.pointer, limit: Self.nameLimit) }
        result.keyAliases =
            members.optional("key_aliases").flatMap { texts($0.value, at: $0.pointer, .keys) } ?? []
        result.allowedValues = replacement("allowed_values", in: members) { $0.allowedValues($1, at: $2) }
        result.validationRegex = replacement("validation_regex", in: members) { $0.regex($1, at: $2) }
        result.normalizeTo = replacement("normalize_to", in: members) {
            $0.word($1, at: $2, of: Normalization.self)
        }
        result.source = members.optional("source")
            .flatMap {
                word($0.value, at: $0.pointer, of: CloudOverride.Source.self)
            }
        return result
    }

    /// In `cloud_specific` a member that is `null` takes the rule's own value away.
    private mutating func replacement<Value>(
        _ name: String,
        in members: Members,
        read: (inout PolicyReader, JSONValue, JSONPointer) -> Value?
    ) -> CloudOverride.Replacement<Value> {
        guard let value = members.object[name] else { return .inherited }
        if value.isNull { return .removed }
        return read(&self, value, members.pointer.appending(name)).map { .replaced($0) } ?? .inherited
    }
}

extension TagRule {
    /// Stands for a rule that has been reported as unreadable.
    static let unreadable = TagRule(name: "", appliesTo: .everything, cloudSpecific: [])
}
