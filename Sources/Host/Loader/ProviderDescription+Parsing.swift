// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// What is wrong with what an extension's `describe` answered.
struct DescriptionFault: Error {
    let faults: [ShapeFault]

    var message: String { faults.map(\.description).joined(separator: " ") }

    init(_ faults: [ShapeFault]) { self.faults = faults }
    init(_ message: String) { faults = [ShapeFault(pointer: JSONPointer(), message: message)] }

    /// Largest description that is read.
    static let maximumSize = 4 << 20

    /// Reads the JSON of a description.
    static func parse(_ bytes: [UInt8]) throws(DescriptionFault) -> JSONValue {
        do {
            return try JSONValue(
                parsing: bytes,
                options: .init(maximumDepth: 32, maximumSize: maximumSize, refusesDuplicates: true)
            )
        } catch {
            throw DescriptionFault("is not JSON: \(error.description)")
        }
    }
}

extension ProviderDescription {
    /// Reads a description; members that are not known are left for newer hosts.
    init(parsing bytes: [UInt8]) throws(DescriptionFault) {
        let value = try DescriptionFault.parse(bytes)
        var reader = ShapeReader()
        self = Self.read(value, &reader)
        guard reader.faults.isEmpty else { throw DescriptionFault(reader.faults) }
    }

    private static func read(_ value: JSONValue, _ reader: inout ShapeReader) -> ProviderDescription {
        let root = JSONPointer()
        let object = reader.object(value, at: root)
        var description = ProviderDescription(cloud: reader.text("cloud", in: object, at: root))
        if object["cloud"]?.string != nil, !PluginManifest.isID(description.cloud) {
            reader.fault(root.appending("cloud"), "has to be a name of a-z, 0-9, '.' and '-'.")
        }
        description.title = reader.text("title", in: object, at: root)
        if let terms = object["terms"] {
            let place = root.appending("terms")
            let words = reader.object(terms, at: place)
            description.tagTerm = reader.optionalText("tag", in: words, at: place) ?? "tag"
            description.scopeTerm = reader.optionalText("scope", in: words, at: place) ?? "scope"
        }
        let keyCase = KeyCase(rawValue: reader.text("key_case", in: object, at: root))
        if let keyCase {
            description.keyCase = keyCase
        } else if object["key_case"]?.string != nil {
            reader.fault(root.appending("key_case"), "has to be sensitive, insensitive or lowercase.")
        }
        description.resourceTypes = readTypes(object, &reader)
        description.filters = readFilters(object, &reader)
        description.idPrefixes = reader.texts("id_prefixes", in: object, at: root)
        description.maximumTags = reader.count("maximum_tags", in: object, at: root)
        description.maximumKeyLength = reader.count("maximum_key_length", in: object, at: root)
        description.maximumValueLength = reader.count("maximum_value_length", in: object, at: root)
        return description
    }

    private static func readTypes(_ object: JSONObject, _ reader: inout ShapeReader) -> [ResourceType] {
        let list = JSONPointer(["resource_types"])
        if object["resource_types"] == nil { reader.fault(list, "is missing.") }
        var seen: Set<String> = []
        var types: [ResourceType] = []
        for (index, value) in reader.elements("resource_types", in: object, at: JSONPointer()).enumerated() {
            let place = list.appending(index)
            let member = reader.object(value, at: place)
            var type = ResourceType(reader.text("type", in: member, at: place))
            if !seen.insert(type.type).inserted {
                reader.fault(place.appending("type"), "names \"\(type.type)\" a second time.")
            }
            type.title = reader.optionalText("title", in: member, at: place) ?? type.type
            type.generic = reader.optionalText("generic", in: member, at: place)
            type.regional = reader.bool("regional", in: member, at: place, otherwise: true)
            type.cost = reader.bool("cost", in: member, at: place, otherwise: false)
            type.permissions = reader.texts("permissions", in: member, at: place)
            types.append(type)
        }
        return types
    }

    private static func readFilters(_ object: JSONObject, _ reader: inout ShapeReader) -> [Filter] {
        let list = JSONPointer(["filters"])
        var filters: [Filter] = []
        for (index, value) in reader.elements("filters", in: object, at: JSONPointer()).enumerated() {
            let place = list.appending(index)
            let member = reader.object(value, at: place)
            let meaning = reader.optionalText("means", in: member, at: place) ?? Filter.Meaning.other.rawValue
            // A meaning that a newer minor version adds is a filter of this cloud's own to this host.
            filters.append(
                Filter(
                    name: reader.text("name", in: member, at: place),
                    aliases: reader.texts("aliases", in: member, at: place),
                    means: Filter.Meaning(rawValue: meaning) ?? .other,
                    description: reader.optionalText("description", in: member, at: place) ?? ""
                )
            )
        }
        return filters
    }
}
