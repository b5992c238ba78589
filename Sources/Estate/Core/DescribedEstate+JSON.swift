// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

extension DescribedEstate {
    /// Reads a description.
    ///
    /// - Parameter bytes: the JSON text; docs of its shape are in Tests/Integration/README.md.
    /// - Throws: ``EstateError/Code/description`` naming the place of the first fault.
    package init(parsing bytes: [UInt8]) throws(EstateError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes, options: .init(maximumSize: 1 << 30))
        } catch {
            throw EstateError(.description, "The estate is not JSON: \(error)")
        }
        self.init(scopes: [], resources: [])
        for (place, cloud) in try Node(document, "").list("clouds").enumerated() {
            try read(cloud: Node(cloud, "/clouds/\(place)"))
        }
    }

    private mutating func read(cloud node: Node) throws(EstateError) {
        let name = try node.text("cloud")
        for (place, value) in try node.list("scopes").enumerated() {
            let scope = Node(value, "\(node.place)/scopes/\(place)")
            let id = try scope.text("id")
            var regions: [Region] = []
            for (place, value) in try scope.list("regions").enumerated() {
                let region = Node(value, "\(scope.place)/regions/\(place)")
                let regionName = try region.text("name")
                regions.append(Region(name: regionName, isEnabled: value["enabled"]?.bool ?? true))
                for (place, value) in (value["resources"]?.array ?? []).enumerated() {
                    let resource = Node(value, "\(region.place)/resources/\(place)")
                    resources.append(
                        try resource.resource(cloud: name, scope: id, region: regionName)
                    )
                }
            }
            scopes.append(
                Scope(cloud: name, id: id, name: value["name"]?.string ?? id, regions: regions)
            )
        }
    }

    /// Writes the description that ``init(parsing:)`` reads.
    ///
    /// - Returns: the document; resources keep their order within a region.
    package func json() -> JSONValue {
        var byRegion: [String: [JSONValue]] = [:]
        for resource in resources {
            byRegion["\(resource.cloud)/\(resource.scope)/\(resource.region)", default: []]
                .append(
                    resource.json()
                )
        }
        var clouds: [(String, [JSONValue])] = []
        for scope in scopes {
            let regions = scope.regions.map { region -> JSONValue in
                var object: JSONObject = ["name": .string(region.name)]
                if !region.isEnabled { object["enabled"] = false }
                object["resources"] = .array(byRegion["\(scope.cloud)/\(scope.id)/\(region.name)"] ?? [])
                return .object(object)
            }
            let value: JSONValue = [
                "id": .string(scope.id), "name": .string(scope.name), "regions": .array(regions),
            ]
            if let place = clouds.firstIndex(where: { $0.0 == scope.cloud }) {
                clouds[place].1.append(value)
            } else {
                clouds.append((scope.cloud, [value]))
            }
        }
        return [
            "format": 1,
            "clouds": .array(clouds.map { ["cloud": .string($0.0), "scopes": .array($0.1)] }),
        ]
    }
}

extension DescribedResource {
    func json() -> JSONValue {
        var object: JSONObject = ["type": .string(type), "id": .string(id)]
        if let state { object["state"] = .string(state) }
        object["created"] = .string(Instant(seconds: created).iso8601())
        if !tags.isEmpty || wasEverTagged {
            object["tags"] = .array(tags.map { [.string($0.key), .string($0.value)] })
        }
        if !attributes.isEmpty { object["attributes"] = .object(attributes) }
        return .object(object)
    }
}

/// A value with the place that a message names.
private struct Node {
    let value: JSONValue
    let place: String

    init(_ value: JSONValue, _ place: String) {
        self.value = value
        self.place = place
    }

    func text(_ name: String) throws(EstateError) -> String {
        guard let text = value[name]?.string, !text.isEmpty else {
            throw EstateError(.description, "The estate needs a text at \(place)/\(name).")
        }
        return text
    }

    func list(_ name: String) throws(EstateError) -> [JSONValue] {
        guard let list = value[name]?.array else {
            throw EstateError(.description, "The estate needs a list at \(place)/\(name).")
        }
        return list
    }

    func resource(cloud: String, scope: String, region: String) throws(EstateError) -> DescribedResource {
        var created: Int64 = 1_700_000_000
        if let text = value["created"]?.string {
            guard let instant = Instant(iso8601: text) else {
                throw EstateError(
                    .description,
                    "'\(text)' at \(place)/created is not like 2025-01-31T09:30:00Z."
                )
            }
            created = instant.seconds
        }
        return DescribedResource(
            cloud: cloud,
            scope: scope,
            region: region,
            type: try text("type"),
            id: try text("id"),
            state: value["state"]?.string,
            created: created,
            tags: try tags(),
            wasEverTagged: value["tags"] != nil,
            attributes: value["attributes"]?.object ?? [:]
        )
    }

    /// Tags are an object, or pairs where their order or a repeated key matters; none at all means never tagged.
    private func tags() throws(EstateError) -> [DescribedTag] {
        switch value["tags"] {
        case nil: return []
        case .object(let object):
            var tags: [DescribedTag] = []
            for member in object {
                guard let text = member.value.string else {
                    throw EstateError(
                        .description,
                        "The tag '\(member.name)' at \(place)/tags is not a text."
                    )
                }
                tags.append(DescribedTag(member.name, text))
            }
            return tags
        case .array(let pairs):
            var tags: [DescribedTag] = []
            for pair in pairs {
                guard let texts = pair.strings, texts.count == 2 else {
                    throw EstateError(.description, "\(place)/tags needs pairs of texts.")
                }
                tags.append(DescribedTag(texts[0], texts[1]))
            }
            return tags
        default:
            throw EstateError(.description, "\(place)/tags is neither an object nor a list of pairs.")
        }
    }
}
