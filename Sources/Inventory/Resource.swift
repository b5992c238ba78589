// SPDX-License-Identifier: Apache-2.0

/// One resource of one cloud as it was last seen.
package struct Resource: Hashable, Sendable {
    /// The cloud, as its provider names it ("aws").
    package var cloud: String
    /// The cloud's own full identifier (ARN, Azure resource id, GCP full resource name).
    package var id: String
    /// The short identifier that people use.
    package var resourceID: String
    /// The native type ("ec2:instance").
    package var type: String
    /// Display name, where the cloud has one.
    package var name: String?
    /// AWS account, Azure subscription or GCP project.
    package var scope: String
    /// The region, or "global".
    package var region: String
    /// Creation time in microseconds since 1970, where the cloud tells one.
    package var created: Int64?
    /// Life-cycle state in the cloud's words, where it tells one.
    package var state: String?
    /// Tags in the order in which the cloud gave them.
    package var tags: [Tag]

    /// Describes a resource.
    ///
    /// - Parameters:
    ///   - cloud: the cloud's name.
    ///   - id: the full identifier.
    ///   - resourceID: the short identifier.
    ///   - type: the native type.
    ///   - name: the display name.
    ///   - scope: account, subscription or project.
    ///   - region: the region, or "global".
    ///   - created: microseconds since 1970.
    ///   - state: life-cycle state.
    ///   - tags: tags.
    package init(
        cloud: String,
        id: String,
        resourceID: String,
        type: String,
        name: String? = nil,
        scope: String,
        region: String,
        created: Int64? = nil,
        state: String? = nil,
        tags: [Tag] = []
    ) {
        self.cloud = cloud
        self.id = id
        self.resourceID = resourceID
        self.type = type
        self.name = name
        self.scope = scope
        self.region = region
        self.created = created
        self.state = state
        self.tags = tags
    }
}
