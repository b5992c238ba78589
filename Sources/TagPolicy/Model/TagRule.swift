// SPDX-License-Identifier: Apache-2.0

/// What a policy says about one tag.
package struct TagRule: Hashable, Sendable {
    /// The tag's name in the policy and in reports.
    package var name: String
    /// What the tag is for.
    package var description: String?
    /// The values that are possible; none given means any.
    package var allowedValues: [String]?
    /// A regular expression (PCRE2) that the whole value must match.
    package var validationRegex: String?
    /// The resources that the rule is for.
    package var appliesTo: Applicability
    /// What is different in single clouds, in the order of the file.
    package var cloudSpecific: [CloudOverride]
    /// How values are compared.
    package var enforcement: Enforcement?

    /// What is different in a cloud, when anything is.
    ///
    /// - Parameter cloud: the cloud's name.
    /// - Returns: the override.
    package func override(for cloud: String) -> CloudOverride? {
        cloudSpecific.first { $0.cloud == cloud }
    }
}

/// The resources that a rule is for.
package enum Applicability: Hashable, Sendable {
    /// Every type of every cloud in scope (`applies_to` is absent).
    case everything
    /// Native or generic types by cloud; an empty list is every type of that cloud, an absent cloud none.
    case types([CloudTypes])

    /// The types of one cloud.
    package struct CloudTypes: Hashable, Sendable {
        /// The cloud's name.
        package var cloud: String
        /// Native or generic types; none is every type.
        package var types: [String]
    }

    /// The types of a cloud that the rule names.
    ///
    /// - Parameter cloud: the cloud's name.
    /// - Returns: nothing where the rule is not for that cloud, an empty list where it is for every type.
    package func types(in cloud: String) -> [String]? {
        switch self {
        case .everything: []
        case .types(let clouds): clouds.first { $0.cloud == cloud }?.types
        }
    }
}

/// How a rule compares values.
package struct Enforcement: Hashable, Sendable {
    /// Whether values that differ only in case are different; unless given, only where nothing is normalised.
    package var caseSensitive: Bool?
    /// The form that values should have.
    package var normalizeTo: Normalization?
}

/// The form of case that values should have.
package enum Normalization: String, Hashable, Sendable, CaseIterable {
    /// "cost center".
    case lowercase
    /// "COST CENTER".
    case uppercase
    /// "Cost Center".
    case titlecase
}

/// What a rule says differently for one cloud.
package struct CloudOverride: Hashable, Sendable {
    /// A value for this cloud in place of the rule's, or the removal of the rule's.
    package enum Replacement<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The rule's own value holds.
        case inherited
        /// Written as `null`: there is none in this cloud.
        case removed
        /// This value holds in this cloud.
        case replaced(Value)

        /// The value that holds in this cloud.
        ///
        /// - Parameter base: the rule's own.
        /// - Returns: the value, or none.
        package func applied(to base: Value?) -> Value? {
            switch self {
            case .inherited: base
            case .removed: nil
            case .replaced(let value): value
            }
        }
    }

    /// Which of a cloud's two kinds of tags a rule looks at; it matters where a cloud has labels and tags.
    package enum Source: String, Hashable, Sendable, CaseIterable {
        /// Labels only; the default.
        case labels
        /// Tags only (keys of the form "parent/name").
        case tags
        /// Labels first, then tags.
        case both
    }

    /// The cloud's name.
    package var cloud: String
    /// A remark for people.
    package var note: String?
    /// The key in this cloud, in place of the rule's name.
    package var name: String?
    /// Further keys that count as the tag in this cloud.
    package var keyAliases: [String] = []
    /// The values that are possible in this cloud.
    package var allowedValues: Replacement<[String]> = .inherited
    /// The regular expression for this cloud.
    package var validationRegex: Replacement<String> = .inherited
    /// The form of values in this cloud.
    package var normalizeTo: Replacement<Normalization> = .inherited
    /// Which kind of tag is looked at.
    package var source: Source?
}
