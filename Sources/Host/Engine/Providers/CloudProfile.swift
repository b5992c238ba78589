// SPDX-License-Identifier: Apache-2.0

/// What a provider says of its cloud: all that the engine knows of any cloud.
package struct CloudProfile: Hashable, Sendable {
    /// How the cloud's tag keys compare.
    package enum KeyCase: String, Hashable, Sendable {
        /// Case matters.
        case sensitive
        /// Case does not matter.
        case insensitive
        /// Keys are lower-case; `-` and `_` are the same.
        case lowercase
    }

    /// One native resource type.
    package struct ResourceType: Hashable, Sendable {
        /// The native name.
        package var type: String
        /// The name for people.
        package var title: String
        /// The name that all clouds share, if there is one.
        package var generic: String?
        /// Whether resources of the type live in a region.
        package var isRegional: Bool

        /// Describes a type.
        ///
        /// - Parameters:
        ///   - type: the native name.
        ///   - title: the name for people.
        ///   - generic: the shared name.
        ///   - isRegional: whether it lives in a region.
        package init(type: String, title: String = "", generic: String? = nil, isRegional: Bool = true) {
            self.type = type
            self.title = title.isEmpty ? type : title
            self.generic = generic
            self.isRegional = isRegional
        }
    }

    /// One filter that calls may use.
    package struct Filter: Hashable, Sendable {
        /// What a filter narrows.
        package enum Meaning: String, Hashable, Sendable {
            /// The regions.
            case regions
            /// The scopes.
            case scopes
            /// The types.
            case resourceTypes = "resource_types"
            /// Something that only the provider understands.
            case other
        }

        /// Its name.
        package var name: String
        /// Other names that mean the same.
        package var aliases: [String]
        /// What it narrows.
        package var meaning: Meaning
        /// One sentence for people.
        package var description: String

        /// Describes a filter.
        ///
        /// - Parameters:
        ///   - name: its name.
        ///   - aliases: other names.
        ///   - meaning: what it narrows.
        ///   - description: one sentence.
        package init(name: String, aliases: [String] = [], meaning: Meaning, description: String = "") {
            self.name = name
            self.aliases = aliases
            self.meaning = meaning
            self.description = description
        }
    }

    /// The cloud's name in arguments and results.
    package var cloud: String
    /// The cloud's name for people.
    package var title: String
    /// What a scope is called there: account, subscription, project.
    package var scopeTerm: String
    /// How tag keys compare.
    package var keyCase: KeyCase
    /// Its types.
    package var resourceTypes: [ResourceType]
    /// Its filters.
    package var filters: [Filter]
    /// What ids that it can look up begin with.
    package var idPrefixes: [String]

    /// Describes a cloud.
    ///
    /// - Parameters:
    ///   - cloud: its name.
    ///   - title: its name for people.
    ///   - scopeTerm: what a scope is called.
    ///   - keyCase: how tag keys compare.
    ///   - resourceTypes: its types.
    ///   - filters: its filters.
    ///   - idPrefixes: what its ids begin with.
    package init(
        cloud: String,
        title: String,
        scopeTerm: String = "scope",
        keyCase: KeyCase = .sensitive,
        resourceTypes: [ResourceType],
        filters: [Filter],
        idPrefixes: [String]
    ) {
        self.cloud = cloud
        self.title = title
        self.scopeTerm = scopeTerm
        self.keyCase = keyCase
        self.resourceTypes = resourceTypes
        self.filters = filters
        self.idPrefixes = idPrefixes
    }
}
