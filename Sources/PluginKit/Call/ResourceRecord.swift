// SPDX-License-Identifier: Apache-2.0

/// One resource as a provider emits it; the columns of the contract's columns.h.
public struct ResourceRecord: Hashable, Sendable {
    /// A tag; a cloud without values gives `nil`.
    public struct Tag: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: String?

        /// Pairs a key with a value.
        ///
        /// - Parameters:
        ///   - key: the key.
        ///   - value: the value.
        public init(key: String, value: String?) {
            self.key = key
            self.value = value
        }
    }

    /// The cloud's full identifier.
    public var id: String
    /// The resource type, as the provider's description lists it.
    public var type: String
    /// The short identifier that people use.
    public var resourceID: String
    /// The display name.
    public var name: String?
    /// Account, subscription or project.
    public var scope: String
    /// The region, or "global".
    public var region: String
    /// Microseconds since 1970 of its creation, where the cloud tells one.
    public var created: Int64?
    /// Life-cycle state in the cloud's words.
    public var state: String?
    /// Tags in the cloud's order.
    public var tags: [Tag]
    /// Further facts.
    public var attributes: JSONObject

    /// Describes a resource.
    ///
    /// - Parameters:
    ///   - id: the full identifier.
    ///   - type: the type.
    ///   - resourceID: the short identifier.
    ///   - name: the display name.
    ///   - scope: account, subscription or project.
    ///   - region: the region, or "global".
    ///   - created: microseconds since 1970.
    ///   - state: life-cycle state.
    ///   - tags: tags.
    ///   - attributes: further facts.
    public init(
        id: String,
        type: String,
        resourceID: String,
        name: String? = nil,
        scope: String,
        region: String,
        created: Int64? = nil,
        state: String? = nil,
        tags: [Tag] = [],
        attributes: JSONObject = [:]
    ) {
        self.id = id
        self.type = type
        self.resourceID = resourceID
        self.name = name
        self.scope = scope
        self.region = region
        self.created = created
        self.state = state
        self.tags = tags
        self.attributes = attributes
    }
}
