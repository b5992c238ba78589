// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// How serious something is: an error makes a policy unusable or a resource violating, a warning does not.
package enum PolicySeverity: String, Hashable, Sendable, CaseIterable {
    /// The policy cannot be used, or the resource breaks it.
    case error
    /// Worth a look.
    case warning
}

/// One thing that is wrong with a policy, and where.
package struct PolicyDiagnostic: Hashable, Sendable {
    /// How serious it is.
    package typealias Severity = PolicySeverity

    /// What kind of fault it is; the list grows, so a reader expects unknown ones.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name, as it is printed and tested.
        package let description: String

        /// Names a code.
        ///
        /// - Parameter description: its name in snake case.
        package init(_ description: String) { self.description = description }
    }

    /// How serious it is.
    package let severity: Severity
    /// What kind of fault it is.
    package let code: Code
    /// What is wrong, with which value, and what to do.
    package let message: String
    /// The value that is wrong.
    package let pointer: JSONPointer
    /// Its line in the file, counted from 1, when the policy came from a text whose places are known.
    package let line: Int?
    /// Its column in bytes, counted from 1.
    package let column: Int?

    /// Describes a fault.
    ///
    /// - Parameters:
    ///   - severity: how serious it is.
    ///   - code: its kind.
    ///   - message: what is wrong and what to do.
    ///   - pointer: the value that is wrong.
    ///   - place: its place in the text, when known.
    package init(
        _ severity: Severity,
        _ code: Code,
        _ message: String,
        at pointer: JSONPointer = JSONPointer(),
        place: JSONPlace? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.pointer = pointer
        line = place?.line
        column = place?.column
    }
}

extension PolicyDiagnostic: CustomStringConvertible {
    package var description: String {
        let place = line.map { line in "\(line):\(column ?? 1): " } ?? ""
        let path = pointer.tokens.isEmpty ? "" : " (\(pointer))"
        return "\(place)\(severity.rawValue): \(message) [\(code)]\(path)"
    }
}

extension PolicyDiagnostic.Code {
    // The text
    /// The file is not JSON.
    package static let syntax = Self("syntax")
    /// The file is longer than a policy may be.
    package static let tooLarge = Self("too_large")
    /// An object has one member twice.
    package static let duplicateMember = Self("duplicate_member")

    // Shapes
    /// A value has the wrong JSON type.
    package static let wrongType = Self("wrong_type")
    /// A member that has to be there is not.
    package static let missingField = Self("missing_field")
    /// A member that the schema does not know.
    package static let unknownField = Self("unknown_field")
    /// The policy's version is not one that this program reads.
    package static let unsupportedVersion = Self("unsupported_version")
    /// A member of schema 2 in a policy of schema 1.
    package static let newerField = Self("newer_field")
    /// A text that is not a date.
    package static let invalidDate = Self("invalid_date")
    /// A text that may not be empty is.
    package static let emptyText = Self("empty_text")
    /// A text is longer than its limit.
    package static let textTooLong = Self("text_too_long")
    /// A list has more elements than its limit.
    package static let tooMany = Self("too_many")
    /// A number is outside its range.
    package static let outOfRange = Self("out_of_range")
    /// A text that is not one of the words that are possible here.
    package static let unknownWord = Self("unknown_word")

    // Values
    /// A regular expression that does not compile.
    package static let invalidRegex = Self("invalid_regex")
    /// A cloud's name that no provider could have.
    package static let invalidCloud = Self("invalid_cloud")
    /// A list names one thing twice.
    package static let duplicateValue = Self("duplicate_value")

    // Contradictions
    /// Two rules of one list have the same tag name.
    package static let duplicateTag = Self("duplicate_tag")
    /// Two tag names differ only in case or separators.
    package static let similarTags = Self("similar_tags")
    /// One tag is both required and optional for the same resources.
    package static let requiredAndOptional = Self("required_and_optional")
    /// `scope` is empty, so that the policy applies to nothing.
    package static let emptyScope = Self("empty_scope")
    /// `applies_to` names no cloud, so that the rule applies to nothing.
    package static let emptyAppliesTo = Self("empty_applies_to")
    /// A rule names a cloud that `scope` leaves out.
    package static let cloudOutsideScope = Self("cloud_outside_scope")
    /// No value is allowed.
    package static let emptyAllowedValues = Self("empty_allowed_values")
    /// No allowed value matches the regular expression.
    package static let contradictoryRule = Self("contradictory_rule")
    /// Some allowed value does not match the regular expression.
    package static let unreachableValue = Self("unreachable_value")
    /// Values are both compared with their case and normalised.
    package static let contradictoryEnforcement = Self("contradictory_enforcement")
    /// An allowed value is not in the form that values are normalised to.
    package static let notNormalized = Self("not_normalized")
    /// A tag's name breaks the policy's own naming rules.
    package static let nameBreaksRules = Self("name_breaks_rules")
    /// An allowed value breaks the policy's own naming rules.
    package static let valueBreaksRules = Self("value_breaks_rules")
    /// No tag is required, so that every resource is out of scope.
    package static let nothingRequired = Self("nothing_required")

    // Found when compiled for the clouds that are loaded
    /// A resource type that the loaded provider does not know.
    package static let unknownType = Self("unknown_type")
    /// Two rules mean the same key in one cloud.
    package static let sameKey = Self("same_key")
    /// A setting means nothing in that cloud.
    package static let withoutEffect = Self("without_effect")
    /// No value that the cloud can hold satisfies the rule.
    package static let unsatisfiable = Self("unsatisfiable")
}
