// SPDX-License-Identifier: Apache-2.0

/// The `Filter.n` parameters of EC2: every filter must hold, with any of its values; `*` and `?` are wildcards.
struct ResourceFilter: Sendable {
    private struct Condition {
        let name: String
        let patterns: [[UInt8]]
    }

    private var conditions: [Condition] = []

    init(_ call: AWSCall) throws(AWSFault) {
        while let name = call.parameters["Filter.\(conditions.count + 1).Name"] {
            let values = call.list("Filter.\(conditions.count + 1).Value")
            guard !values.isEmpty else {
                throw AWSFault("InvalidParameterValue", "The filter '\(name)' has no value.")
            }
            conditions.append(Condition(name: name, patterns: values.map { Array($0.utf8) }))
        }
    }

    /// Tests with the values that `values` gives for a filter's name; a name without any fails.
    func accepts(_ values: (String) -> [String]?) -> Bool {
        conditions.allSatisfy { condition in
            let found = values(condition.name) ?? []
            return condition.patterns.contains { pattern in
                found.contains { Self.matches(pattern[...], Array($0.utf8)[...]) }
            }
        }
    }

    /// The resources that every filter accepts.
    func accepted(of resources: [DescribedResource]) throws(AWSFault) -> [DescribedResource] {
        guard !conditions.isEmpty, let any = resources.first else { return resources }
        for condition in conditions where Self.values(of: condition.name, in: any) == nil {
            throw AWSFault("InvalidParameterValue", "The filter '\(condition.name)' is invalid")
        }
        return resources.filter { resource in accepts { Self.values(of: $0, in: resource) } }
    }

    private static func values(of name: String, in resource: DescribedResource) -> [String]? {
        if name.hasPrefix("tag:") {
            return resource.tags.filter { $0.key == name.dropFirst(4) }.map(\.value)
        }
        switch name {
        case "tag-key": return resource.tags.map(\.key)
        case "instance-state-name": return [resource.state ?? "running"]
        case "status": return [resource.state ?? (resource.type == "ec2:volume" ? "in-use" : "completed")]
        case "instance-id", "volume-id", "snapshot-id": return [resource.id]
        case "instance-type": return [resource.text("instance_type") ?? "t3.micro"]
        case "volume-type": return [resource.text("volume_type") ?? "gp3"]
        case "availability-zone": return [resource.region + "a"]
        case "owner-id": return [EC2.owner(of: resource)]
        default: return nil
        }
    }

    /// Matches bytes against a pattern with `*` and `?`, in time linear in the text for each `*`.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (patternPlace, textPlace) = (pattern.startIndex, text.startIndex)
        var retry: (pattern: Int, text: Int)?
        while textPlace < text.endIndex {
            if patternPlace < pattern.endIndex, pattern[patternPlace] == UInt8(ascii: "*") {
                patternPlace += 1
                retry = (patternPlace, textPlace)
            } else if patternPlace < pattern.endIndex,
                pattern[patternPlace] == UInt8(ascii: "?") || pattern[patternPlace] == text[textPlace]
            {
                patternPlace += 1
                textPlace += 1
            } else if let last = retry {
                retry = (last.pattern, last.text + 1)
                (patternPlace, textPlace) = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[patternPlace...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
