// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

extension TagPolicy {
    /// The policy as a document of schema 2, members in the schema's order; what is not set is left out.
    ///
    /// Reading it gives the same policy again. This is what a migration writes.
    package var json: JSONValue {
        var document = JSONObject()
        document["version"] = .string(version)
        document["last_updated"] = lastUpdated.map(JSONValue.string)
        document["scope"] = scope.map { JSONValue($0) }
        document["required_tags"] = .array(requiredTags.map(\.json))
        document["optional_tags"] = optionalTags.isEmpty ? nil : .array(optionalTags.map(\.json))
        document["tag_naming_rules"] = namingRules?.json
        var mappings = JSONObject()
        mappings["terminology"] = terminology.map(JSONValue.object)
        mappings["case_handling"] = caseHandling.map(JSONValue.object)
        document["cross_cloud_mappings"] = mappings.isEmpty ? nil : .object(mappings)
        document["metadata"] = metadata
        return .object(document)
    }
}

extension TagRule {
    fileprivate var json: JSONValue {
        var rule = JSONObject()
        rule["name"] = .string(name)
        rule["description"] = description.map(JSONValue.string)
        rule["allowed_values"] = allowedValues.map { JSONValue($0) }
        rule["validation_regex"] = validationRegex.map(JSONValue.string)
        if case .types(let clouds) = appliesTo {
            rule["applies_to"] = .object(JSONObject(clouds.map { ($0.cloud, JSONValue($0.types)) }))
        }
        if !cloudSpecific.isEmpty {
            rule["cloud_specific"] = .object(JSONObject(cloudSpecific.map { ($0.cloud, $0.json) }))
        }
        rule["enforcement"] = enforcement?.json
        return .object(rule)
    }
}

extension Enforcement {
    fileprivate var json: JSONValue {
        var enforcement = JSONObject()
        enforcement["case_sensitive"] = caseSensitive.map(JSONValue.bool)
        enforcement["normalize_to"] = normalizeTo.map { .string($0.rawValue) }
        return .object(enforcement)
    }
}

extension CloudOverride {
    fileprivate var json: JSONValue {
        var override = JSONObject()
        override["note"] = note.map(JSONValue.string)
        override["name"] = name.map(JSONValue.string)
        override["key_aliases"] = keyAliases.isEmpty ? nil : JSONValue(keyAliases)
        override["allowed_values"] = allowedValues.json { JSONValue($0) }
        override["validation_regex"] = validationRegex.json(JSONValue.string)
        override["normalize_to"] = normalizeTo.json { .string($0.rawValue) }
        override["source"] = source.map { .string($0.rawValue) }
        return .object(override)
    }
}

extension CloudOverride.Replacement {
    fileprivate func json(_ write: (Value) -> JSONValue) -> JSONValue? {
        switch self {
        case .inherited: nil
        case .removed: .null
        case .replaced(let value): write(value)
        }
    }
}

extension NamingRules {
    fileprivate var json: JSONValue {
        [
            "case_sensitivity": .bool(caseSensitivity),
            "allow_special_characters": .bool(allowSpecialCharacters),
            "max_key_length": JSONValue(maxKeyLength),
            "max_value_length": JSONValue(maxValueLength),
            "reserved_prefixes": JSONValue(reservedPrefixes),
        ]
    }
}
