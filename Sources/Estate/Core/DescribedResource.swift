// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// A key and value on a resource of the described estate.
package struct DescribedTag: Hashable, Sendable {
    /// The key.
    package var key: String
    /// The value.
    package var value: String

    /// Pairs a key with a value.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - value: the value.
    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}

/// One resource of the described estate, in words that every cloud shares.
package struct DescribedResource: Hashable, Sendable {
    /// The cloud that holds it ("aws").
    package var cloud: String
    /// AWS account, Azure subscription or GCP project.
    package var scope: String
    /// The region in which it lies.
    package var region: String
    /// The native type ("ec2:instance").
    package var type: String
    /// The short identifier.
    package var id: String
    /// Life-cycle state in the cloud's words.
    package var state: String?
    /// Creation time in seconds since 1970.
    package var created: Int64
    /// Tags in the order in which the cloud returns them.
    package var tags: [DescribedTag]
    /// Whether it has or once had a tag; tagging APIs do not list the others.
    package var wasEverTagged: Bool
    /// What only this type has (`cluster` of an ECS service, `owner` of a snapshot).
    package var attributes: JSONObject

    /// Describes a resource.
    ///
    /// - Parameters:
    ///   - cloud: the cloud.
    ///   - scope: account, subscription or project.
    ///   - region: the region.
    ///   - type: the native type.
    ///   - id: the short identifier.
    ///   - state: life-cycle state.
    ///   - created: seconds since 1970.
    ///   - tags: its tags.
    ///   - wasEverTagged: whether it has or once had a tag.
    ///   - attributes: what only this type has.
    package init(
        cloud: String,
        scope: String,
        region: String,
        type: String,
        id: String,
        state: String? = nil,
        created: Int64 = 1_700_000_000,
        tags: [DescribedTag] = [],
        wasEverTagged: Bool? = nil,
        attributes: JSONObject = [:]
    ) {
        self.cloud = cloud
        self.scope = scope
        self.region = region
        self.type = type
        self.id = id
        self.state = state
        self.created = created
        self.tags = tags
        self.wasEverTagged = wasEverTagged ?? !tags.isEmpty
        self.attributes = attributes
    }

    /// The text of an attribute.
    ///
    /// - Parameter name: the attribute's name.
    /// - Returns: its text, or `nil` where it is absent or no text.
    package func text(_ name: String) -> String? { attributes[name]?.string }
}
