// SPDX-License-Identifier: Apache-2.0

import HostEngine
import JSONCodec

/// Input schemas of the tools that ask for resources, made from what the loaded clouds say of themselves.
struct QuerySchema {
    private let clouds: [CloudProfile]

    /// Describes queries over clouds.
    ///
    /// - Parameter clouds: the loaded clouds.
    init(clouds: [CloudProfile]) { self.clouds = clouds }

    /// The whole input schema: cloud, filters, the older top-level arguments, and the tool's own.
    ///
    /// - Parameter own: the tool's own properties.
    /// - Returns: a closed object schema.
    func schema(_ own: [(String, JSONValue)]) -> JSONValue {
        var properties: JSONObject = ["cloud_provider": cloud, "filters": filters]
        properties["resource_types"] = resourceTypes
        for (name, schema) in filterProperties where properties[name] == nil { properties[name] = schema }
        for (name, schema) in own { properties[name] = schema }
        return ["type": "object", "additionalProperties": false, "properties": .object(properties)]
    }

    /// The clouds that can be asked.
    var cloud: JSONValue {
        [
            "type": "string",
            "enum": .array(clouds.map { .string($0.cloud) } + ["all"]),
            "description": "Which cloud to ask; \"all\" asks every loaded one.",
        ]
    }

    private var filters: JSONValue {
        var properties: JSONObject = ["resource_types": resourceTypes]
        for (name, schema) in filterProperties where properties[name] == nil { properties[name] = schema }
        return [
            "type": "object",
            "description": "Narrows the question; what is left out is not narrowed.",
            "properties": .object(properties),
        ]
    }

    private var resourceTypes: JSONValue {
        let native = clouds.flatMap { $0.resourceTypes.map(\.type) }
        let generic = Set(clouds.flatMap { $0.resourceTypes.compactMap(\.generic) }).sorted()
        return [
            "type": ["array", "string", "null"],
            "items": ["type": "string"],
            "examples": JSONValue(["all"] + native + generic),
            "description": "Native or generic resource types, or \"all\". get_tagging_policy lists them.",
        ]
    }

    private var filterProperties: [(String, JSONValue)] {
        clouds.flatMap { cloud in
            cloud.filters.flatMap { filter in
                ([filter.name] + filter.aliases)
                    .map { name in
                        (name, Self.filter(filter, called: name))
                    }
            }
        }
    }

    private static func filter(_ filter: CloudProfile.Filter, called name: String) -> JSONValue {
        let text = name == filter.name ? filter.description : "The same as \(filter.name)."
        return [
            "type": ["array", "string", "null"], "items": ["type": "string"], "description": .string(text),
        ]
    }

    // MARK: Properties that several tools have

    static let severity: JSONValue = [
        "type": "string", "enum": ["all", "errors_only", "warnings_only"], "default": "all",
        "description": "Which violations to list; the score is the same.",
    ]

    static let forceRefresh = flag("Scan now, even when the inventory is fresh.")

    static let maximumAge: JSONValue = [
        "type": ["integer", "null"], "minimum": 0,
        "description": "Age in seconds up to which the inventory may answer.",
    ]

    static func limit(_ what: String) -> JSONValue {
        [
            "type": ["integer", "null"], "minimum": 0, "maximum": 10_000, "default": 200,
            "description": "Most \(what) in the result; totals are exact, and a link leads to all.",
        ]
    }

    static func flag(_ description: String) -> JSONValue {
        ["type": "boolean", "default": false, "description": .string(description)]
    }
}
