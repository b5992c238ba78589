// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

extension TagPolicy {
    /// Fields of the document in schema 2, in the order in which they are written.
    static let fields = [
        "version", "last_updated", "scope", "required_tags", "optional_tags", "tag_naming_rules",
        "cross_cloud_mappings", "metadata",
    ]
}

extension PolicyReader {
    private static let ruleLimit = 500

    /// Reads a document of schema 2.
    mutating func policy(_ value: JSONValue) -> TagPolicy? {
        let root = JSONPointer()
        // An editor's reference to policies/tagging_policy.schema.json is not a field of the policy.
        guard let members = members(value, at: root, known: TagPolicy.fields + ["$schema"]) else {
            return nil
        }
        var policy = TagPolicy()
        policy.version = members.object["version"]?.string ?? policy.version
        policy.lastUpdated = date("last_updated", in: members)
        policy.scope = scope(in: members)
        policy.requiredTags = objects("required_tags", in: members, limit: Self.ruleLimit) {
            $0.rule($1, at: $2)
        }
        policy.optionalTags = objects("optional_tags", in: members, limit: Self.ruleLimit) {
            $0.rule($1, at: $2)
        }
        policy.namingRules = members.optional("tag_naming_rules")
            .flatMap { namingRules($0.value, at: $0.pointer) }
        if let (value, pointer) = members.optional("cross_cloud_mappings") {
            mappings(value, at: pointer, into: &policy)
        }
        policy.metadata = members.object["metadata"]
        return policy
    }

    mutating func date(_ name: String, in members: Members) -> String? {
        guard let text = optionalText(name, in: members, limit: 64) else { return nil }
        guard !CalendarText.isDate(text) else { return text }
        report(
            .invalidDate,
            "'\(text)' is not a date; write it as 2024-12-15 or 2024-12-15T10:00:00Z (RFC 3339).",
            at: members.pointer.appending(name)
        )
        return nil
    }

    private mutating func scope(in members: Members) -> [String]? {
        guard let (value, pointer) = members.optional("scope") else { return nil }
        guard let clouds = texts(value, at: pointer, .clouds) else { return nil }
        if clouds.isEmpty {
            report(
                .emptyScope,
                "An empty scope applies to nothing; leave 'scope' out for every cloud.",
                at: pointer
            )
        }
        for (index, cloud) in clouds.enumerated() { checkCloud(cloud, at: pointer.appending(index)) }
        return clouds
    }

    /// A cloud's name is what a provider calls itself; which ones are loaded is not known here.
    mutating func checkCloud(_ cloud: String, at pointer: JSONPointer) {
        let isName = cloud.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        if cloud == "all" {
            report(.invalidCloud, "'all' is no cloud; leave the clouds out to mean every one.", at: pointer)
        }
        guard !isName else { return }
        report(
            .invalidCloud,
            "'\(cloud.prefix(60))' is not a cloud's name; write it in lower case, as its provider does.",
            at: pointer
        )
    }

    mutating func namingRules(_ value: JSONValue, at pointer: JSONPointer) -> NamingRules? {
        let known = [
            "case_sensitivity", "allow_special_characters", "max_key_length", "max_value_length",
            "reserved_prefixes",
        ]
        guard let members = members(value, at: pointer, known: known) else { return nil }
        var rules = NamingRules()
        let lengths = NamingRules.lengths
        rules.caseSensitivity = optionalBool(known[0], in: members) ?? rules.caseSensitivity
        rules.allowSpecialCharacters = optionalBool(known[1], in: members) ?? rules.allowSpecialCharacters
        rules.maxKeyLength = optionalInteger(known[2], in: members, range: lengths) ?? rules.maxKeyLength
        rules.maxValueLength = optionalInteger(known[3], in: members, range: lengths) ?? rules.maxValueLength
        if let (value, pointer) = members.optional(known[4]) {
            rules.reservedPrefixes = texts(value, at: pointer, .keys) ?? []
        }
        return rules
    }

    private mutating func mappings(_ value: JSONValue, at pointer: JSONPointer, into policy: inout TagPolicy)
    {
        let known = ["terminology", "case_handling"]
        guard let members = members(value, at: pointer, known: known) else { return }
        policy.terminology = texts(byCloud: known[0], in: members)
        policy.caseHandling = texts(byCloud: known[1], in: members)
    }

    private mutating func texts(byCloud name: String, in members: Members) -> JSONObject? {
        guard let (value, pointer) = members.optional(name) else { return nil }
        guard case .object(let object) = value else {
            wrongType(value, "an object from cloud to text", at: pointer)
            return nil
        }
        for member in object {
            let here = pointer.appending(member.name)
            checkCloud(member.name, at: here)
            _ = text(member.value, at: here, limit: 256)
        }
        return object
    }
}
