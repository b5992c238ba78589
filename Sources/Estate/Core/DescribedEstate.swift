// SPDX-License-Identifier: Apache-2.0

/// Accounts, subscriptions and projects, their regions, and what lies in them.
///
/// The description is neutral: which attributes a type has, and how they look on the wire, is known by the
/// ``EmulatedCloud`` that serves it.
package struct DescribedEstate: Hashable, Sendable {
    /// One region of a scope.
    package struct Region: Hashable, Sendable {
        /// The cloud's name for it.
        package var name: String
        /// Whether the scope may use it.
        package var isEnabled: Bool

        /// Names a region.
        ///
        /// - Parameters:
        ///   - name: the cloud's name for it.
        ///   - isEnabled: whether the scope may use it.
        package init(name: String, isEnabled: Bool = true) {
            self.name = name
            self.isEnabled = isEnabled
        }
    }

    /// One AWS account, Azure subscription or GCP project.
    package struct Scope: Hashable, Sendable {
        /// The cloud.
        package var cloud: String
        /// The cloud's identifier.
        package var id: String
        /// Its name for people.
        package var name: String
        /// Its regions.
        package var regions: [Region]

        /// Names a scope.
        ///
        /// - Parameters:
        ///   - cloud: the cloud.
        ///   - id: the cloud's identifier.
        ///   - name: its name for people.
        ///   - regions: its regions.
        package init(cloud: String, id: String, name: String, regions: [Region]) {
            self.cloud = cloud
            self.id = id
            self.name = name
            self.regions = regions
        }
    }

    /// Scopes in the order of the description.
    package var scopes: [Scope]
    /// Resources in the order of the description.
    package var resources: [DescribedResource]

    /// Puts an estate together.
    ///
    /// - Parameters:
    ///   - scopes: its scopes.
    ///   - resources: what lies in them.
    package init(scopes: [Scope], resources: [DescribedResource]) {
        self.scopes = scopes
        self.resources = resources
    }
}
