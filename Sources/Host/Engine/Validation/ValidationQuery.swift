// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The arguments of ``Engine/validateResources(_:_:)``, read and checked.
struct ValidationQuery: Sendable {
    /// Ids of one call at most.
    static let mostIDs = 100
    /// The names of all arguments, for error messages.
    static let arguments = ["resource_arns", "resource_ids", "cloud_provider"]

    /// Distinct ids in the order of the call.
    let ids: [String]
    /// How many ids stood there before.
    let duplicates: Int

    init(_ arguments: JSONObject, _ engine: Engine) throws {
        var reader = ArgumentReader(arguments)
        let arns = try reader.list("resource_arns", splittingCommas: false)
        let others = try reader.list("resource_ids", splittingCommas: false)
        // An id says itself which cloud it belongs to; the argument is taken for callers that always send it.
        _ = try reader.text("cloud_provider")
        try engine.refuseRest(reader, valid: Self.arguments)
        let all = (arns ?? []) + (others ?? [])
        guard !all.isEmpty, all.count <= Self.mostIDs else {
            throw EngineError(
                .invalidArgument,
                "resource_arns has \(all.count) ids; give 1 to \(Self.mostIDs).",
                argument: "resource_arns"
            )
        }
        var seen: Set<String> = []
        ids = all.filter { seen.insert($0).inserted }
        duplicates = all.count - ids.count
    }
}
