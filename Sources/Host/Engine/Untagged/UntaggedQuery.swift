// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The arguments of ``Engine/findUntagged(_:_:)``, read and checked.
struct UntaggedQuery: Sendable {
    let scan: ScanQuery
    let includesCosts: Bool

    /// The names of all arguments, for error messages.
    static let arguments = ScanQuery.arguments + ["include_costs", "min_cost_threshold"]

    init(_ arguments: JSONObject, _ engine: Engine) throws {
        var reader = ArgumentReader(arguments)
        includesCosts = try reader.flag("include_costs") ?? false
        if let threshold = try reader.number("min_cost_threshold"), threshold > 0 {
            throw EngineError(
                .failedPrecondition,
                "Resources cannot be chosen by cost (min_cost_threshold): no cost source is loaded.",
                remedy: "Leave min_cost_threshold out; unknown costs would drop every resource.",
                argument: "min_cost_threshold"
            )
        }
        scan = try ScanQuery(&reader, providers: engine.catalog.providers, settings: engine.settings)
        try engine.refuseRest(reader, valid: Self.arguments)
    }
}
