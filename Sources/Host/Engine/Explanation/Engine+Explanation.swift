// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import TagPolicy

extension Engine {
    /// Says which rules judge one resource, and how each one does (requirements D1, `policy explain`).
    ///
    /// - Parameters:
    ///   - id: the full identifier, of any loaded cloud.
    ///   - context: deadline, progress, what travels with the call.
    /// - Returns: the rules' outcomes; of a resource that could not be looked up, why.
    /// - Throws: ``EngineError``, `CancellationError`.
    package func explain(
        _ id: String,
        _ context: CallContext = CallContext()
    ) async throws -> ExplanationReport {
        let validated = try await validateResources(["resource_arns": [.string(id)]], context)
        guard let entry = validated.entries.first else {
            throw EngineError(.notFound, "No outcome came for \(id).")
        }
        let compiled = try policy.compiled(for: clouds)
        return ExplanationReport(
            entry: entry,
            explanation: entry.resource.map { compiled.explain($0) },
            policy: validated.policy
        )
    }
}
