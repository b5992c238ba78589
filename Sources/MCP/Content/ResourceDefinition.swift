// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// One resource as `resources/list` shows it (MCP 2026-07-28, server/resources.mdx, "Resource").
package struct ResourceDefinition: Hashable, Sendable {
    /// The absolute URI a client reads.
    package var uri: String
    /// The name programs show, unique among siblings.
    package var name: String
    /// The name for people.
    package var title: String?
    /// What it holds, for a model to choose by.
    package var description: String?
    /// The media type of its contents.
    package var mimeType: String?
    /// The contents' size in bytes, when it is known.
    package var size: Int?

    /// Describes a resource.
    ///
    /// - Parameters:
    ///   - uri: the absolute URI.
    ///   - name: the name programs show.
    ///   - title: the name for people.
    ///   - description: what it holds.
    ///   - mimeType: the media type.
    ///   - size: bytes, when known.
    package init(
        uri: String,
        name: String,
        title: String? = nil,
        description: String? = nil,
        mimeType: String? = nil,
        size: Int? = nil
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.size = size
    }

    /// The resource as it goes over the wire.
    package var json: JSONValue {
        var object: JSONObject = ["uri": .string(uri), "name": .string(name)]
        object["title"] = title.map(JSONValue.string)
        object["description"] = description.map(JSONValue.string)
        object["mimeType"] = mimeType.map(JSONValue.string)
        object["size"] = size.map { JSONValue($0) }
        return .object(object)
    }
}

/// A family of resources named by a URI template of RFC 6570.
package struct ResourceTemplateDefinition: Hashable, Sendable {
    /// The template, such as `tagwarden://scans/{id}`.
    package var uriTemplate: String
    /// The name programs show.
    package var name: String
    /// The name for people.
    package var title: String?
    /// What its resources hold.
    package var description: String?
    /// The media type of every resource it names.
    package var mimeType: String?

    /// Describes a template.
    ///
    /// - Parameters:
    ///   - uriTemplate: the template.
    ///   - name: the name programs show.
    ///   - title: the name for people.
    ///   - description: what its resources hold.
    ///   - mimeType: the media type they share.
    package init(
        uriTemplate: String,
        name: String,
        title: String? = nil,
        description: String? = nil,
        mimeType: String? = nil
    ) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
    }

    /// The template as it goes over the wire.
    package var json: JSONValue {
        var object: JSONObject = ["uriTemplate": .string(uriTemplate), "name": .string(name)]
        object["title"] = title.map(JSONValue.string)
        object["description"] = description.map(JSONValue.string)
        object["mimeType"] = mimeType.map(JSONValue.string)
        return .object(object)
    }
}

/// One piece of what `resources/read` answers.
package struct ResourceContents: Hashable, Sendable {
    /// Text, or bytes in base64.
    package enum Body: Hashable, Sendable {
        /// Text as it is.
        case text(String)
        /// Bytes, already in base64.
        case base64(String)
    }

    /// The URI of this piece; a read may answer with several.
    package var uri: String
    /// Its media type.
    package var mimeType: String?
    /// What it holds.
    package var body: Body

    /// Holds text.
    ///
    /// - Parameters:
    ///   - uri: the piece's URI.
    ///   - mimeType: its media type.
    ///   - text: the text.
    package init(uri: String, mimeType: String?, text: String) {
        self.uri = uri
        self.mimeType = mimeType
        body = .text(text)
    }

    /// Holds bytes.
    ///
    /// - Parameters:
    ///   - uri: the piece's URI.
    ///   - mimeType: its media type.
    ///   - base64: the bytes in base64.
    package init(uri: String, mimeType: String?, base64: String) {
        self.uri = uri
        self.mimeType = mimeType
        body = .base64(base64)
    }

    /// The piece as it goes over the wire.
    package var json: JSONValue {
        var object: JSONObject = ["uri": .string(uri)]
        object["mimeType"] = mimeType.map(JSONValue.string)
        switch body {
        case .text(let text): object["text"] = .string(text)
        case .base64(let text): object["blob"] = .string(text)
        }
        return .object(object)
    }
}
