// SPDX-License-Identifier: Apache-2.0

internal import Inventory

/// One violation of one rule by one resource.
///
/// It holds the facts only; its texts are made when someone reads them.
package struct Finding: Hashable, Sendable {
    /// What was violated; the raw values are those of results and reports.
    package enum Violation: String, Hashable, Sendable, CaseIterable {
        /// The resource does not have the tag.
        case missingRequiredTag = "missing_required_tag"
        /// The value is not one of those allowed.
        case invalidValue = "invalid_value"
        /// The value does not match the regular expression.
        case invalidFormat = "invalid_format"
        /// A key or value breaks the naming rules.
        case namingViolation = "naming_violation"
    }

    /// How serious it is.
    package typealias Severity = PolicySeverity

    /// What was violated.
    package let violation: Violation
    /// How serious it is: an error for a required tag, a warning for anything else.
    package let severity: Severity
    /// The rule's name in the policy; for a naming violation the resource's key.
    package let tagName: String
    /// The key of the resource's tag, as the cloud has it; nothing where the tag is missing.
    package let foundKey: String?
    /// The tag's value; nothing where the tag is missing.
    package let currentValue: String?
    /// The values that the policy lists, where the tag is missing or its value is not one of them.
    package let allowedValues: [String]?
    /// A key of the resource that differs from the missing one in case or separators only.
    package let nearMiss: String?
    /// What exactly is wrong.
    package let reason: Reason

    /// What exactly is wrong with a tag.
    package enum Reason: Hashable, Sendable {
        /// There is no tag of this key.
        case missing(key: String)
        /// The value is not in the list.
        case notAllowed
        /// The whole value does not match.
        case noMatch(regex: String)
        /// There was no answer within the work that a match may take, so that the value counts as wrong.
        case matchLimit(regex: String)
        /// The key begins with what the policy reserves.
        case reservedPrefix(String)
        /// The key has too many characters.
        case keyTooLong(limit: Int)
        /// The key holds a character that is not a letter, a digit or one of `- _ . : /`.
        case specialCharacter(UnicodeScalar)
        /// The key is spelled differently from the policy.
        case keySpelling(wanted: String)
        /// The value has too many characters.
        case valueTooLong(limit: Int)
    }
}

extension Finding {
    init(missing rule: EffectiveRule, nearMiss: String?) {
        violation = .missingRequiredTag
        severity = .error
        tagName = rule.name
        foundKey = nil
        currentValue = nil
        allowedValues = rule.allowedValues
        self.nearMiss = nearMiss
        reason = .missing(key: rule.key)
    }

    init(_ violation: Violation, _ reason: Reason, _ rule: CompiledRule, _ tag: Tag) {
        self.violation = violation
        severity = rule.severity
        tagName = rule.rule.name
        foundKey = tag.key
        currentValue = tag.value
        allowedValues = violation == .invalidValue ? rule.rule.allowedValues : nil
        nearMiss = nil
        self.reason = reason
    }

    init(naming reason: Reason, _ tag: Tag) {
        violation = .namingViolation
        severity = .warning
        tagName = tag.key
        foundKey = tag.key
        currentValue = tag.value
        allowedValues = nil
        nearMiss = nil
        self.reason = reason
    }
}
