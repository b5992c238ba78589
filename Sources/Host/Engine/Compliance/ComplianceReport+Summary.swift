// SPDX-License-Identifier: Apache-2.0

extension ComplianceReport {
    package var summary: String {
        let name = isForAllClouds ? "All clouds" : clouds.first?.profile.title ?? "No cloud"
        return [headline(name), findingsSentence, qualitySentence].compactMap(\.self).joined(separator: " ")
    }

    private func headline(_ name: String) -> String {
        let counts = tally.overall
        guard quality.status != .none else { return "\(name): nothing could be checked." }
        guard counts.total > 0 else { return "\(name): no resource is in scope of the policy." }
        return
            "\(name): \(percent(counts.score)) compliant (\(counts.compliant) of \(counts.total) resources)."
    }

    private var findingsSentence: String? {
        let tally = tally
        guard tally.errors + tally.warnings > 0 else { return nil }
        let most = tally.violationsByTag.max { ($0.value, $1.key) < ($1.value, $0.key) }
        let worst = most.map { "; most often \($0.key) (\($0.value))" } ?? ""
        return "\(tally.errors) errors and \(tally.warnings) warnings\(worst)."
    }

    private var qualitySentence: String? {
        let quality = quality
        if quality.status != .complete && !quality.gaps.isEmpty { return quality.warningText }
        return quality.source == .scan ? nil : "From the inventory, at most \(quality.ageSeconds) s old."
    }
}

/// A share as people read it, never rounded up to 100 %.
func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded(.down)
    return tenths == (tenths / 10).rounded(.down) * 10 ? "\(Int(tenths / 10)) %" : "\(tenths / 10) %"
}
