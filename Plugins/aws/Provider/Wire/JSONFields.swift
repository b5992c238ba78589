// SPDX-License-Identifier: Apache-2.0

/// Reads typed fields of a JSON object; what is missing or wrong becomes a fault that names it.
struct JSONFields: Sendable {
    let object: JSONObject
    let call: ServiceCall
    let path: String

    init(_ value: JSONValue, call: ServiceCall, path: String) throws(AWSFault) {
        guard let object = value.object else {
            throw .malformed(call, "field \(path.isEmpty ? "/" : path) is \(value.kind), not object.")
        }
        self.object = object
        self.call = call
        self.path = path
    }

    /// A text that must be there and not be empty.
    func text(_ name: String) throws(AWSFault) -> String {
        guard let text = try optionalText(name), !text.isEmpty else { throw fault(name, "is missing.") }
        return text
    }

    /// A text; `null` and none are `nil`.
    func optionalText(_ name: String) throws(AWSFault) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else { throw fault(name, "is \(value.kind), not string.") }
        return text
    }

    /// A number of seconds since 1970, in microseconds; a text of ISO 8601 is taken too.
    func time(_ name: String) throws(AWSFault) -> Int64? {
        guard let value = object[name], !value.isNull else { return nil }
        let seconds = value.double ?? value.string.flatMap { InstantText.iso8601($0)?.secondsSince1970 }
        guard let seconds, seconds.magnitude < 1e11 else { throw fault(name, "is no time.") }
        return WallClock(secondsSince1970: seconds).microseconds
    }

    /// An object that must be there.
    func child(_ name: String) throws(AWSFault) -> JSONFields {
        guard let child = try optionalChild(name) else { throw fault(name, "is missing.") }
        return child
    }

    /// An object; `null` and none are `nil`.
    func optionalChild(_ name: String) throws(AWSFault) -> JSONFields? {
        guard let value = object[name], !value.isNull else { return nil }
        return try JSONFields(value, call: call, path: "\(path)/\(name)")
    }

    /// The objects of a list that must be there.
    func list(_ name: String) throws(AWSFault) -> [JSONFields] {
        guard let list = try optionalList(name) else { throw fault(name, "is missing.") }
        return list
    }

    /// The objects of a list; `null` and none are `nil`.
    func optionalList(_ name: String) throws(AWSFault) -> [JSONFields]? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let items = value.array else { throw fault(name, "is \(value.kind), not array.") }
        var list: [JSONFields] = []
        for (index, item) in items.enumerated() {
            list.append(try JSONFields(item, call: call, path: "\(path)/\(name)/\(index)"))
        }
        return list
    }

    /// The texts of a list that must be there.
    func texts(_ name: String) throws(AWSFault) -> [String] {
        guard let texts = try optionalTexts(name) else { throw fault(name, "is missing.") }
        return texts
    }

    /// The texts of a list; `null` and none are `nil`.
    func optionalTexts(_ name: String) throws(AWSFault) -> [String]? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let texts = value.strings else { throw fault(name, "is no array of strings.") }
        return texts
    }

    /// Tags as an object of texts; `null` and none are no tags.
    func tagMap(_ name: String) throws(AWSFault) -> [ResourceRecord.Tag] {
        guard let map = try optionalChild(name) else { return [] }
        var tags: [ResourceRecord.Tag] = []
        for member in map.object {
            tags.append(.init(key: member.name, value: try map.optionalText(member.name)))
        }
        return tags
    }

    /// Tags as a list of objects with a key and a value; `null` and none are no tags.
    func tags(_ name: String, key: String, value: String) throws(AWSFault) -> [ResourceRecord.Tag] {
        var tags: [ResourceRecord.Tag] = []
        for entry in try optionalList(name) ?? [] {
            tags.append(.init(key: try entry.text(key), value: try entry.optionalText(value) ?? ""))
        }
        return tags
    }

    private func fault(_ name: String, _ problem: String) -> AWSFault {
        .malformed(call, "field \(path)/\(name) \(problem)")
    }
}
