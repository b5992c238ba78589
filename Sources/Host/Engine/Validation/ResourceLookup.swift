// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec

/// Asks one provider for single resources and checks what it answers.
struct ResourceLookup: Sendable {
    let provider: any CloudProvider
    let ids: [String]

    /// One entry for each id, whatever the provider does.
    ///
    /// - Throws: `CancellationError`, and what is no failure of the provider.
    func entries(_ options: ProviderCallOptions) async throws -> [ValidationReport.Entry] {
        var found: [String: Resource] = [:]
        let wanted = Set(ids)
        do {
            let answer = try await provider.lookup(["ids": JSONValue(ids)], options) { update in
                try Task.checkCancellation()
                guard case .resources(let batch) = update else { return }
                for resource in batch where wanted.contains(resource.id) { found[resource.id] = resource }
            }
            try Task.checkCancellation()
            return merged(answer, found)
        } catch let failure as ProviderFailure {
            try Task.checkCancellation()
            return ids.map { entry($0, .failed, detail: failure.sentence) }
        }
    }

    private func merged(_ answer: JSONValue, _ found: [String: Resource]) -> [ValidationReport.Entry] {
        var outcomes: [String: JSONValue] = [:]
        for outcome in answer["outcomes"]?.array ?? [] {
            if let id = outcome["id"]?.string { outcomes[id] = outcome }
        }
        return ids.map { id in
            guard let outcome = outcomes[id] else {
                return entry(
                    id,
                    .failed,
                    detail: "The plugin \(provider.pluginID) did not say what became of it."
                )
            }
            return entry(id, outcome, found[id])
        }
    }

    private func entry(_ id: String, _ outcome: JSONValue, _ resource: Resource?) -> ValidationReport.Entry {
        let text = outcome["status"]?.string ?? ""
        guard let status = ValidationReport.Outcome(rawValue: text) else {
            return entry(
                id,
                .failed,
                detail: "The plugin \(provider.pluginID) told the unknown status \"\(text)\"."
            )
        }
        if status == .found && resource == nil {
            return entry(
                id,
                .failed,
                detail: "The plugin \(provider.pluginID) found it but did not deliver it."
            )
        }
        var entry = entry(id, status, detail: outcome["detail"]?.string)
        entry.permission = outcome["permission"]?.string
        entry.resource = status == .found ? resource : nil
        return entry
    }

    private func entry(
        _ id: String,
        _ outcome: ValidationReport.Outcome,
        detail: String?
    ) -> ValidationReport.Entry {
        ValidationReport.Entry(id: id, outcome: outcome, cloud: provider.profile.cloud, detail: detail)
    }
}
