// SPDX-License-Identifier: Apache-2.0

/// Reads typed fields of an XML element; what is missing or wrong becomes a fault that names it.
struct XMLFields: Sendable {
    let element: XMLElement
    let call: ServiceCall
    let path: String

    /// A text that must be there and not be empty.
    func text(_ name: String) throws(AWSFault) -> String {
        guard let text = optionalText(name) else { throw fault(name, "is missing.") }
        return text
    }

    /// A text; an empty one is `nil`.
    func optionalText(_ name: String) -> String? {
        guard let text = element[name]?.text, !text.isEmpty else { return nil }
        return text
    }

    /// An element that must be there.
    func child(_ name: String) throws(AWSFault) -> XMLFields {
        guard let child = optionalChild(name) else { throw fault(name, "is missing.") }
        return child
    }

    /// An element.
    func optionalChild(_ name: String) -> XMLFields? {
        element[name].map { XMLFields(element: $0, call: call, path: "\(path)/\(name)") }
    }

    /// The elements of a list that must be there; an empty list is.
    func list(_ name: String, of item: String = "item") throws(AWSFault) -> [XMLFields] {
        guard let list = optionalList(name, of: item) else { throw fault(name, "is missing.") }
        return list
    }

    /// The elements of a list; `nil` when there is no list.
    func optionalList(_ name: String, of item: String = "item") -> [XMLFields]? {
        guard let list = element[name] else { return nil }
        return list.children.filter { $0.name == item }
            .map { XMLFields(element: $0, call: call, path: "\(path)/\(name)/\(item)") }
    }

    /// A time in microseconds since 1970; `nil` when it is missing.
    func time(_ name: String) throws(AWSFault) -> Int64? {
        guard let text = optionalText(name) else { return nil }
        guard let time = InstantText.iso8601(text) else { throw fault(name, "is no time.") }
        return time.microseconds
    }

    /// A list of key and value elements.
    func tags(
        _ name: String,
        of item: String = "item",
        key: String = "key",
        value: String = "value"
    ) throws(AWSFault) -> [ResourceRecord.Tag] {
        var tags: [ResourceRecord.Tag] = []
        for entry in optionalList(name, of: item) ?? [] {
            tags.append(.init(key: try entry.text(key), value: entry.element[value]?.text ?? ""))
        }
        return tags
    }

    private func fault(_ name: String, _ problem: String) -> AWSFault {
        .malformed(call, "field \(path)/\(name) \(problem)")
    }
}

extension WallClock {
    /// Microseconds since 1970, as the contract's timestamps are; 0 for what no calendar has.
    var microseconds: Int64 {
        guard secondsSince1970.magnitude < 1e12 else { return 0 }
        return Int64((secondsSince1970 * 1e6).rounded())
    }
}
