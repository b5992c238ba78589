// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import TagPolicy

/// The answer of ``Engine/policyDocument()``.
package struct PolicyDocument: EngineResult {
    package let json: JSONValue
    package let summary: String
    /// Whether resources can be checked by the policy.
    package let isValid: Bool
    package var status: DataQuality.Status? { nil }
    package var resultID: String? { nil }

    /// Shows a policy that can be used.
    init(_ loaded: LoadedPolicy, _ compiled: CompiledPolicy) {
        let policy = loaded.policy
        let warnings = policy.warnings + compiled.diagnostics
        let types = Dictionary(
            compiled.clouds.map { ($0.cloud, compiled.applicableTypes(cloud: $0.cloud)) },
            uniquingKeysWith: { first, _ in first }
        )
        json = [
            "version": .string(policy.version),
            "last_updated": JSONValue(policy.lastUpdated),
            "scope": policy.scope.map { JSONValue($0) } ?? .null,
            "required_tags": .array(policy.requiredTags.map { Self.json($0, compiled) }),
            "optional_tags": .array(policy.optionalTags.map { Self.json($0, compiled) }),
            "tag_naming_rules": policy.namingRules.map(Self.json) ?? .null,
            "required_tag_count": JSONValue(policy.requiredTags.count),
            "optional_tag_count": JSONValue(policy.optionalTags.count),
            "all_applicable_resource_types": JSONValue(Set(types.values.joined()).sorted()),
            "applicable_resource_types_by_cloud": .object(
                JSONObject(types.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
            ),
            "source": .string(loaded.source.description),
            "fingerprint": .string(loaded.fingerprint),
            "is_migrated": .bool(policy.isMigrated),
            "unloaded_clouds": JSONValue(compiled.unloadedClouds),
            "valid": true,
            "errors": [],
            "warnings": .array(warnings.map(\.json)),
        ]
        isValid = true
        let counts = "\(policy.requiredTags.count) required and \(policy.optionalTags.count) optional tags"
        let names = policy.requiredTags.map(\.name).joined(separator: ", ")
        let note = warnings.isEmpty ? "" : " \(warnings.count) warnings."
        summary = "Policy \(loaded.source): \(counts). Required: \(names).\(note)"
    }

    /// Shows why a policy cannot be used.
    init(source: String, error: any Error) {
        let failure = error as? EngineError
        let diagnostics = (failure?.cause as? PolicyError)?.diagnostics ?? []
        let errors = diagnostics.filter { $0.severity == .error }.map(\.json)
        json = [
            "version": .null, "last_updated": .null, "scope": .null,
            "required_tags": [], "optional_tags": [], "tag_naming_rules": .null,
            "required_tag_count": 0, "optional_tag_count": 0,
            "all_applicable_resource_types": [], "applicable_resource_types_by_cloud": .object([:]),
            "source": .string(source), "fingerprint": .null, "is_migrated": false, "unloaded_clouds": [],
            "valid": false,
            "errors": .array(errors.isEmpty ? [["message": .string("\(error)")]] : errors),
            "warnings": .array(diagnostics.filter { $0.severity == .warning }.map(\.json)),
        ]
        isValid = false
        summary = "\(error)"
    }

    // MARK: Rendering

    private static func json(_ rule: TagRule, _ policy: CompiledPolicy) -> JSONValue {
        var object: JSONObject = [
            "name": .string(rule.name),
            "description": JSONValue(rule.description),
            "allowed_values": rule.allowedValues.map { JSONValue($0) } ?? .null,
            "validation_regex": JSONValue(rule.validationRegex),
            "applies_to": json(rule.appliesTo),
        ]
        if let enforcement = rule.enforcement {
            object["enforcement"] = [
                "case_sensitive": enforcement.caseSensitive.map(JSONValue.bool) ?? .null,
                "normalize_to": JSONValue(enforcement.normalizeTo?.rawValue),
            ]
        }
        if !rule.cloudSpecific.isEmpty {
            object["cloud_specific"] = .object(JSONObject(rule.cloudSpecific.map { ($0.cloud, json($0)) }))
        }
        return .object(object)
    }

    /// Types by cloud as a policy file states them: `null` is everything, an empty list every type of that cloud.
    private static func json(_ types: Applicability) -> JSONValue {
        switch types {
        case .everything: .null
        case .types(let clouds): .object(JSONObject(clouds.map { ($0.cloud, JSONValue($0.types)) }))
        }
    }

    private static func json(_ override: CloudOverride) -> JSONValue {
        var object = JSONObject()
        object["note"] = override.note.map(JSONValue.string)
        object["name"] = override.name.map(JSONValue.string)
        if !override.keyAliases.isEmpty { object["key_aliases"] = JSONValue(override.keyAliases) }
        object["allowed_values"] = override.allowedValues.json { JSONValue($0) }
        object["validation_regex"] = override.validationRegex.json { .string($0) }
        object["normalize_to"] = override.normalizeTo.json { .string($0.rawValue) }
        object["source"] = override.source.map { .string($0.rawValue) }
        return .object(object)
    }

    private static func json(_ rules: NamingRules) -> JSONValue {
        [
            "case_sensitivity": .bool(rules.caseSensitivity),
            "allow_special_characters": .bool(rules.allowSpecialCharacters),
            "max_key_length": JSONValue(rules.maxKeyLength),
            "max_value_length": JSONValue(rules.maxValueLength),
            "reserved_prefixes": JSONValue(rules.reservedPrefixes),
        ]
    }
}

extension CloudOverride.Replacement {
    fileprivate func json(_ render: (Value) -> JSONValue) -> JSONValue? {
        switch self {
        case .inherited: Optional.none
        case .removed: .null
        case .replaced(let value): render(value)
        }
    }
}

extension PolicyDiagnostic {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "severity": .string(severity.rawValue), "code": .string(code.description),
            "message": .string(message), "pointer": .string(pointer.description),
        ]
        object["line"] = line.map { JSONValue($0) }
        object["column"] = column.map { JSONValue($0) }
        return .object(object)
    }
}
