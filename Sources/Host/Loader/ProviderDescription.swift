// SPDX-License-Identifier: Apache-2.0

/// What a provider says about its cloud (extensions/provider.h, `describe`).
package struct ProviderDescription: Hashable, Sendable {
    /// How the cloud tells tag keys apart.
    package enum KeyCase: String, Hashable, Sendable, CaseIterable {
        /// "Env" and "env" are two keys.
        case sensitive
        /// "Env" and "env" are one key.
        case insensitive
        /// Keys are always lower case.
        case lowercase
    }

    /// One type of resource.
    package struct ResourceType: Hashable, Sendable {
        /// The native type ("ec2:instance").
        package var type: String
        /// Name for people.
        package var title: String
        /// The type that all clouds have ("virtual_machine"), where there is one.
        package var generic: String?
        /// Whether resources lie in a region; otherwise theirs is "global".
        package var regional: Bool
        /// Whether resources of the type are charged.
        package var cost: Bool
        /// What the credentials have to be allowed.
        package var permissions: [String]
    }

    /// One filter that `inventory` takes.
    package struct Filter: Hashable, Sendable {
        /// What the filter selects by.
        package enum Meaning: String, Hashable, Sendable, CaseIterable {
            /// Regions.
            case regions
            /// Accounts, subscriptions or projects.
            case scopes
            /// Native types.
            case resourceTypes = "resource_types"
            /// Something that only this cloud has.
            case other
        }

        /// The filter's name.
        package var name: String
        /// Other names for it.
        package var aliases: [String]
        /// What it selects by.
        package var means: Meaning
        /// One sentence.
        package var description: String
    }

    /// The cloud's name in tools and policies ("aws").
    package var cloud: String
    /// Name for people.
    package var title: String
    /// What the cloud calls a tag.
    package var tagTerm: String
    /// What the cloud calls a scope.
    package var scopeTerm: String
    /// How tag keys are told apart.
    package var keyCase: KeyCase
    /// The types it can list.
    package var resourceTypes: [ResourceType]
    /// The filters it takes.
    package var filters: [Filter]
    /// What ids that `lookup` takes begin with.
    package var idPrefixes: [String]
    /// Most tags of a resource.
    package var maximumTags: Int?
    /// Longest key in characters.
    package var maximumKeyLength: Int?
    /// Longest value in characters.
    package var maximumValueLength: Int?

    /// Describes a cloud by hand, as tests do.
    ///
    /// - Parameters:
    ///   - cloud: its name in tools and policies.
    ///   - title: name for people.
    ///   - keyCase: how tag keys are told apart.
    ///   - resourceTypes: the types it can list.
    package init(
        cloud: String,
        title: String = "",
        keyCase: KeyCase = .sensitive,
        resourceTypes: [ResourceType] = []
    ) {
        self.cloud = cloud
        self.title = title.isEmpty ? cloud : title
        tagTerm = "tag"
        scopeTerm = "scope"
        self.keyCase = keyCase
        self.resourceTypes = resourceTypes
        filters = []
        idPrefixes = []
    }
}

extension ProviderDescription.ResourceType {
    /// Describes a type by hand, as tests do.
    ///
    /// - Parameters:
    ///   - type: the native type.
    ///   - title: name for people.
    ///   - generic: the type that all clouds have.
    ///   - regional: whether resources lie in a region.
    package init(_ type: String, title: String = "", generic: String? = nil, regional: Bool = true) {
        self.type = type
        self.title = title.isEmpty ? type : title
        self.generic = generic
        self.regional = regional
        cost = true
        permissions = []
    }
}
