// SPDX-License-Identifier: Apache-2.0

/// What the evaluation has to know about a cloud; its provider tells it.
package struct CloudTraits: Hashable, Sendable {
    /// How a cloud compares keys; the raw values are those of a provider's description.
    package enum KeyCase: String, Hashable, Sendable, CaseIterable {
        /// By their bytes.
        case sensitive
        /// Without regard to case; resource types too.
        case insensitive
        /// Keys are in lower case; without regard to case, '-' and '_' being the same.
        case lowercase
    }

    /// The cloud's name, as resources carry it.
    package var cloud: String
    /// How keys are compared.
    package var keyCase: KeyCase
    /// Native resource types; none where the provider does not tell.
    package var resourceTypes: [String]
    /// Native types by generic type ("virtual_machine").
    package var genericTypes: [String: [String]]
    /// What the keys begin with that the cloud itself puts on resources; naming rules leave them alone.
    package var systemKeyPrefixes: [String]

    /// Describes a cloud.
    ///
    /// - Parameters:
    ///   - cloud: its name.
    ///   - keyCase: how keys are compared.
    ///   - resourceTypes: native types.
    ///   - genericTypes: native types by generic type.
    ///   - systemKeyPrefixes: prefixes of the cloud's own keys; the cloud's name and ':' unless given.
    package init(
        cloud: String,
        keyCase: KeyCase,
        resourceTypes: [String],
        genericTypes: [String: [String]] = [:],
        systemKeyPrefixes: [String]? = nil
    ) {
        self.cloud = cloud
        self.keyCase = keyCase
        self.resourceTypes = resourceTypes
        self.genericTypes = genericTypes
        self.systemKeyPrefixes = systemKeyPrefixes ?? ["\(cloud):"]
    }
}
