// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Which resources a call is about, and how old the answer may be.
struct ScanQuery: Sendable {
    /// Whether "all" was asked for, even if one cloud is loaded only.
    var isForAllClouds: Bool
    /// The clouds that are asked, in the order of their names.
    var clouds: [CloudQuery]
    var forcesRefresh: Bool
    var maximumAge: Int64
    var limit: Int
}

/// What is asked of one cloud.
struct CloudQuery: Sendable {
    let provider: any CloudProvider
    /// Native types, sorted; never empty.
    var types: [CloudProfile.ResourceType]
    /// Regions of the call; `nil` for all.
    var regions: [String]?
    /// Scopes of the call, as ids or names; `nil` for all.
    var scopes: [String]?
    /// Filters that only the provider understands.
    var others: JSONObject = [:]

    var profile: CloudProfile { provider.profile }

    /// Whether a cell's answer would not be the whole cell: then it is neither kept nor taken from the inventory.
    var isNarrowed: Bool { !others.isEmpty }
}

extension ScanQuery {
    /// The names of the arguments that every scan takes, for error messages.
    static let arguments = [
        "cloud_provider", "filters", "resource_types", "limit", "force_refresh", "max_age",
    ]

    /// Takes what concerns the scan out of a call's arguments.
    ///
    /// The clouds' filters are taken from `filters` and, for older callers, from the top level, which wins.
    init(
        _ arguments: inout ArgumentReader,
        providers: [any CloudProvider],
        settings: EngineSettings
    ) throws {
        let cloud = try arguments.text("cloud_provider")
        let chosen = try CloudChoice(cloud, providers: providers, settings: settings)
        forcesRefresh = try arguments.flag("force_refresh") ?? false
        maximumAge = try arguments.whole("max_age", in: 0...31_536_000) ?? settings.maximumAge
        let most = Int64(settings.maximumLimit)
        limit = Int(try arguments.whole("limit", in: 0...most) ?? Int64(settings.defaultLimit))
        isForAllClouds = chosen.isAll

        var filters = FilterReader(clouds: chosen.providers.map(\.profile))
        try filters.read(try arguments.object("filters") ?? [:])
        try filters.readTopLevel(&arguments)
        clouds = try filters.queries(chosen.providers)
    }
}

/// Which clouds `cloud_provider` means.
private struct CloudChoice {
    let isAll: Bool
    let providers: [any CloudProvider]

    init(_ name: String?, providers: [any CloudProvider], settings: EngineSettings) throws {
        guard !providers.isEmpty else {
            throw EngineError(
                .failedPrecondition,
                "No cloud can be asked: no provider plugin is loaded.",
                remedy: "`tagwarden plugins list` shows what was found and why it was not loaded."
            )
        }
        let wanted = name?.lowercased()
        if wanted == "all" {
            (isAll, self.providers) = (true, providers)
            return
        }
        let only = providers.count == 1 ? providers.first : nil
        let fallback = wanted == nil ? only : nil
        let found = providers.first { $0.profile.cloud == wanted ?? settings.defaultCloud } ?? fallback
        guard let found else {
            let valid = (providers.map(\.profile.cloud) + ["all"]).joined(separator: ", ")
            throw EngineError(
                .invalidArgument,
                "The cloud \"\(name ?? settings.defaultCloud)\" is not loaded. Valid: \(valid).",
                argument: "cloud_provider"
            )
        }
        (isAll, self.providers) = (false, [found])
    }
}
