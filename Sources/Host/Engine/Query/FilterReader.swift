// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Turns filters by name into what each cloud is asked, by the clouds' own descriptions.
struct FilterReader {
    private let clouds: [CloudProfile]
    /// The name under which every cloud takes types, whatever it declares.
    private static let typeNames = ["resource_types", "resource_type"]

    private var types: [String]?
    private var parts: [String: Part] = [:]

    /// What was asked of one cloud so far.
    private struct Part {
        var regions: [String]?
        var scopes: [String]?
        var others: JSONObject = [:]
    }

    init(clouds: [CloudProfile]) { self.clouds = clouds }

    /// Takes every filter of an object.
    mutating func read(_ filters: JSONObject) throws {
        var reader = ArgumentReader(filters, path: "filters.")
        for name in reader.remaining {
            guard let value = reader.take(name) else { continue }
            guard try accept(name, value, reader, isOverriding: false) else {
                throw unknown(name, "filters.")
            }
        }
    }

    /// Takes the filters among the arguments of a call; what is no filter stays for the caller to refuse.
    mutating func readTopLevel(_ arguments: inout ArgumentReader) throws {
        for name in arguments.remaining where isFilter(name) {
            guard let value = arguments.take(name) else { continue }
            _ = try accept(name, value, arguments, isOverriding: true)
        }
    }

    /// What each cloud is asked; clouds that have none of the types asked for are left out.
    func queries(_ providers: [any CloudProvider]) throws -> [CloudQuery] {
        let choice = try TypeChoice(types, clouds: clouds)
        let queries = providers.compactMap { provider -> CloudQuery? in
            let types = choice.types(in: provider.profile)
            guard !types.isEmpty else { return nil }
            let part = parts[provider.profile.cloud] ?? Part()
            return CloudQuery(
                provider: provider,
                types: types,
                regions: part.regions,
                scopes: part.scopes,
                others: part.others
            )
        }
        guard !queries.isEmpty else {
            throw EngineError(.failedPrecondition, "The loaded providers list no resource type.")
        }
        return queries
    }

    // MARK: Steps

    private func isFilter(_ name: String) -> Bool {
        Self.typeNames.contains(name) || clouds.contains { $0.filter(named: name) != nil }
    }

    /// Whether some cloud knows the filter.
    private mutating func accept(
        _ name: String,
        _ value: JSONValue,
        _ reader: ArgumentReader,
        isOverriding: Bool
    ) throws -> Bool {
        if Self.typeNames.contains(name) {
            types = merged(types, try reader.texts(name, value, splittingCommas: true), isOverriding)
            return true
        }
        var isKnown = false
        for cloud in clouds {
            guard let filter = cloud.filter(named: name) else { continue }
            isKnown = true
            var part = parts[cloud.cloud] ?? Part()
            switch filter.meaning {
            case .resourceTypes:
                types = merged(types, try reader.texts(name, value, splittingCommas: true), isOverriding)
            case .regions:
                let names = try reader.texts(name, value, splittingCommas: true)
                part.regions = merged(part.regions, names, isOverriding)
            case .scopes:
                let names = try reader.texts(name, value, splittingCommas: true)
                part.scopes = merged(part.scopes, names, isOverriding)
            case .other:
                part.others[filter.name] = value
            }
            parts[cloud.cloud] = part
        }
        return isKnown
    }

    private func merged(_ former: [String]?, _ names: [String], _ isOverriding: Bool) -> [String]? {
        isOverriding ? names : (former ?? []) + names
    }

    private func unknown(_ name: String, _ path: String) -> EngineError {
        let names = Set(clouds.flatMap { cloud in cloud.filters.flatMap { [$0.name] + $0.aliases } })
        let valid = names.union(Self.typeNames.prefix(1)).sorted().joined(separator: ", ")
        let whose = clouds.map(\.cloud).joined(separator: ", ")
        return EngineError(
            .invalidArgument,
            "The filter \"\(name)\" is not known to \(whose). Valid: \(valid).",
            argument: path + name
        )
    }
}

extension CloudProfile {
    /// The filter of that name or alias.
    func filter(named name: String) -> Filter? {
        filters.first { $0.name == name || $0.aliases.contains(name) }
    }
}
