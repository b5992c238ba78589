// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

extension PolicyReader {
    private static let legacyFields = [
        "version", "last_updated", "required_tags", "optional_tags", "tag_naming_rules", "metadata",
    ]
    private static let newerFields = ["scope", "cross_cloud_mappings", "cloud_specific", "enforcement"]

    /// Reads a document of schema 1 into the model of schema 2.
    ///
    /// The predecessor ignored members that it did not know, so that they are warnings here; members that only
    /// schema 2 has are errors, because their author expects them to count.
    mutating func legacyPolicy(_ value: JSONValue, cloud: String) -> TagPolicy? {
        guard case .object(let object) = value else { return nil }
        let members = Members(object: object, pointer: JSONPointer())
        checkLegacy(members, known: Self.legacyFields + ["$schema"])
        var policy = TagPolicy()
        policy.isMigrated = true
        policy.lastUpdated = date("last_updated", in: members)
        policy.scope = [cloud]
        policy.requiredTags = objects("required_tags", in: members, limit: 500) {
            $0.legacyRule($1, at: $2, cloud: cloud, isRequired: true)
        }
        policy.optionalTags = objects("optional_tags", in: members, limit: 500) {
            $0.legacyRule($1, at: $2, cloud: cloud, isRequired: false)
        }
        policy.namingRules = members.optional("tag_naming_rules")
            .flatMap { namingRules($0.value, at: $0.pointer) }
        policy.metadata = members.object["metadata"]
        return policy
    }

    private mutating func checkLegacy(_ members: Members, known: [String]) {
        for member in members.object where !known.contains(member.name) {
            let here = members.pointer.appending(member.name)
            if Self.newerFields.contains(member.name) {
                report(
                    .newerField,
                    "'\(member.name)' belongs to schema 2; set 'version' to \"2.0\" to use it.",
                    at: here
                )
            } else {
                let hint = Spelling.hint(for: member.name, among: known)
                warn(
                    .unknownField,
                    "'\(member.name.prefix(60))' is not a field here\(hint); it is ignored.",
                    at: here
                )
            }
        }
    }

    private mutating func legacyRule(
        _ value: JSONValue,
        at pointer: JSONPointer,
        cloud: String,
        isRequired: Bool
    ) -> TagRule {
        guard case .object(let object) = value else {
            wrongType(value, "an object", at: pointer)
            return .unreadable
        }
        let members = Members(object: object, pointer: pointer)
        var known = ["name", "description", "allowed_values"]
        if isRequired { known += ["validation_regex", "applies_to"] }
        checkLegacy(members, known: known)
        return TagRule(
            name: requiredText("name", in: members, limit: 512) ?? "",
            description: optionalText("description", in: members, limit: 4096),
            allowedValues: optionalValues(in: members),
            validationRegex: isRequired ? optionalRegex(in: members) : nil,
            appliesTo: isRequired ? legacyTypes(in: members, cloud: cloud) : .everything,
            cloudSpecific: []
        )
    }

    /// In schema 1 `null`, `[]` and no member at all mean every type.
    private mutating func legacyTypes(in members: Members, cloud: String) -> Applicability {
        guard let (value, pointer) = members.optional("applies_to") else { return .everything }
        if case .object = value {
            report(
                .newerField,
                "'applies_to' by cloud belongs to schema 2; set 'version' to \"2.0\" to use it.",
                at: pointer
            )
            return .everything
        }
        guard let types = texts(value, at: pointer, .types), !types.isEmpty else { return .everything }
        return .types([Applicability.CloudTypes(cloud: cloud, types: types)])
    }
}
