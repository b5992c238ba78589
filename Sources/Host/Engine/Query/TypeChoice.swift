// SPDX-License-Identifier: Apache-2.0

/// Which native types a list of native names, generic names and "all" means in each cloud.
struct TypeChoice {
    private let wanted: [String]?

    /// Checks that every name means something in some cloud.
    init(_ names: [String]?, clouds: [CloudProfile]) throws {
        if let names, names.isEmpty {
            throw EngineError(
                .invalidArgument,
                "The list resource_types is empty. Name types, or leave it out for all of them.",
                argument: "resource_types"
            )
        }
        let unknown = (names ?? [])
            .filter { name in
                name != "all" && clouds.allSatisfy { Self.types(named: name, in: $0).isEmpty }
            }
        guard unknown.isEmpty else { throw Self.error(unknown, clouds) }
        wanted = names?.contains("all") == true ? nil : names
    }

    /// The native types in the order of their names.
    func types(in cloud: CloudProfile) -> [CloudProfile.ResourceType] {
        let all = cloud.resourceTypes.sorted { $0.type < $1.type }
        guard let wanted else { return all }
        let chosen = Set(wanted.flatMap { Self.types(named: $0, in: cloud) })
        return all.filter { chosen.contains($0.type) }
    }

    /// The native types that a name means; a difference in case alone is forgiven where it is clear.
    private static func types(named name: String, in cloud: CloudProfile) -> [String] {
        let exact = cloud.resourceTypes.filter { $0.type == name || $0.generic == name }
        guard exact.isEmpty else { return exact.map(\.type) }
        let folded = name.lowercased()
        return cloud.resourceTypes
            .filter { $0.type.lowercased() == folded || $0.generic?.lowercased() == folded }
            .map(\.type)
    }

    private static func error(_ unknown: [String], _ clouds: [CloudProfile]) -> EngineError {
        let native = clouds.map { cloud in
            "\(cloud.cloud): \(cloud.resourceTypes.map(\.type).sorted().joined(separator: ", "))"
        }
        let generic = Set(clouds.flatMap { $0.resourceTypes.compactMap(\.generic) }).sorted()
        let shared = generic.isEmpty ? "" : "; in every cloud: \(generic.joined(separator: ", "))"
        let names = unknown.map { "\"\($0)\"" }.joined(separator: ", ")
        return EngineError(
            .invalidArgument,
            "Unknown resource types: \(names). Valid: all; \(native.joined(separator: "; "))\(shared).",
            argument: "resource_types"
        )
    }
}
