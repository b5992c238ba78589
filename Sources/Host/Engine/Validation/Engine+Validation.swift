// SPDX-License-Identifier: Apache-2.0

import Inventory
package import JSONCodec
import TagPolicy

extension Engine {
    /// Checks single resources by id (requirements B3).
    ///
    /// - Parameters:
    ///   - arguments: `resource_arns` (or `resource_ids`), 1 to 100 ids of any loaded clouds.
    ///   - context: deadline, progress, what travels with the call.
    /// - Returns: an outcome for each distinct id, in their order.
    /// - Throws: ``EngineError``, `CancellationError`.
    package func validateResources(
        _ arguments: JSONObject,
        _ context: CallContext = CallContext()
    ) async throws -> ValidationReport {
        let query = try ValidationQuery(arguments, self)
        let reference = try policy.current().reference
        let compiled = try policy.compiled(for: clouds)
        let taken = now()
        let found = try await lookUp(query.ids, environment(context))
        let evaluator = PolicyEvaluator(compiled)
        let entries = query.ids.map { id in
            (found[id] ?? Self.unsupported(id, clouds)).judged(by: evaluator)
        }
        return ValidationReport(
            entries: entries,
            taken: taken,
            policy: reference,
            duplicates: query.duplicates
        )
    }

    /// Asks each provider for the ids that are its own, all at once.
    private func lookUp(
        _ ids: [String],
        _ environment: ScanEnvironment
    ) async throws -> [String: ValidationReport.Entry] {
        let providers = catalog.providers
        let places = Dictionary(grouping: ids) { id in providers.firstIndex(taking: id) }
        return try await withThrowingTaskGroup(of: [ValidationReport.Entry].self) { group in
            for (place, ids) in places {
                guard let place else { continue }
                let lookup = ResourceLookup(provider: providers[place], ids: ids)
                group.addTask {
                    environment.meter.expect(ids.count, "Looking \(ids.count) resources up")
                    let entries = try await lookup.entries(environment.options)
                    environment.meter.finish(ids.count, "Looked \(ids.count) resources up")
                    return entries
                }
            }
            var found: [String: ValidationReport.Entry] = [:]
            for try await entries in group {
                for entry in entries { found[entry.id] = entry }
            }
            return found
        }
    }

    private static func unsupported(_ id: String, _ clouds: [CloudProfile]) -> ValidationReport.Entry {
        let prefixes = clouds.map { "\($0.cloud): \($0.idPrefixes.joined(separator: ", "))" }
        let known = prefixes.isEmpty ? "no provider is loaded" : prefixes.joined(separator: "; ")
        return ValidationReport.Entry(
            id: id,
            outcome: .unsupported,
            detail: "No loaded provider takes ids that begin like this (\(known))."
        )
    }
}

extension [any CloudProvider] {
    /// The provider whose longest prefix begins the id.
    fileprivate func firstIndex(taking id: String) -> Int? {
        let lengths = map { provider in
            provider.profile.idPrefixes.filter { !$0.isEmpty && id.hasPrefix($0) }.map(\.utf8.count).max()
                ?? 0
        }
        guard let longest = lengths.max(), longest > 0 else { return nil }
        return lengths.firstIndex(of: longest)
    }
}

extension ValidationReport.Entry {
    /// The entry with what the policy makes of its resource.
    fileprivate func judged(by evaluator: PolicyEvaluator) -> Self {
        guard let resource else { return self }
        var entry = self
        var findings: [Finding] = []
        let verdict = evaluator.evaluate(resource, into: &findings)
        entry.isInScope = verdict != .outOfScope
        entry.isCompliant = entry.isInScope ? verdict == .compliant : nil
        entry.violations = findings.map { Violation(resource: resource, finding: $0) }
            .sorted(by: Violation.precedes)
        return entry
    }
}
