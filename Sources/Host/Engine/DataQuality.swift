// SPDX-License-Identifier: Apache-2.0

package import Inventory
import JSONCodec

/// What was asked for, what was answered, and how old the answer is.
package struct DataQuality: Hashable, Sendable {
    /// How much was answered.
    package enum Status: String, Hashable, Sendable {
        /// Everything that was asked for.
        case complete
        /// A part; the gaps say what is missing.
        case partial
        /// Nothing: no figure of the result means anything.
        case none
    }

    /// Where the answer comes from.
    package enum Source: String, Hashable, Sendable {
        /// From the inventory alone; no cloud was asked.
        case inventory
        /// From the cloud alone.
        case scan
        /// Fresh cells from the inventory, the others from the cloud.
        case mixed
    }

    /// A cell that was asked for and not answered.
    package struct Gap: Hashable, Sendable {
        /// The cell.
        package let cell: CoverageCell
        /// How it ended.
        package let outcome: CoverageOutcome
    }

    /// Gaps that one result lists; ``asked`` and the counts are exact however many there are.
    package static let gapsShown = 100

    /// Cells by how they ended.
    package var cells: [CoverageOutcome.Status: Int]
    /// The cells that were not answered, in the order of cloud, scope, region, type.
    package var gaps: [Gap]
    /// Where the answer comes from.
    package var source: Source
    /// Age of the oldest part of the answer in seconds.
    package var ageSeconds: Int64
    /// Whether the regions could be listed; if not, only the default one was asked.
    package var regionsDiscovered: Bool
    /// Further things that a reader must know, one sentence each.
    package var warnings: [String]

    init(
        gaps: [Gap] = [],
        answered: Int = 0,
        source: Source = .scan,
        ageSeconds: Int64 = 0,
        regionsDiscovered: Bool = true,
        warnings: [String] = []
    ) {
        self.gaps = gaps.sorted { $0.cell.precedes($1.cell) }
        self.cells = gaps.reduce(into: [.answered: answered]) { $0[$1.outcome.status, default: 0] += 1 }
        self.source = source
        self.ageSeconds = ageSeconds
        self.regionsDiscovered = regionsDiscovered
        self.warnings = warnings
    }

    /// Cells asked for.
    package var asked: Int { cells.values.reduce(0, +) }

    /// How much was answered.
    package var status: Status {
        let answered = cells[.answered] ?? 0
        if asked == answered && regionsDiscovered && asked > 0 { return .complete }
        return answered == 0 ? .none : .partial
    }

    /// The whole of several clouds' answers.
    ///
    /// - Parameters:
    ///   - parts: the clouds' own.
    ///   - notes: what belongs to no single cloud.
    /// - Returns: counts and gaps together, and the age of the oldest.
    package static func merged(_ parts: [DataQuality], notes: [String] = []) -> DataQuality {
        var sources = Set(parts.map(\.source))
        let source = sources.popFirst() ?? .scan
        return DataQuality(
            gaps: parts.flatMap(\.gaps),
            answered: parts.reduce(0) { $0 + ($1.cells[.answered] ?? 0) },
            source: sources.isEmpty ? source : .mixed,
            ageSeconds: parts.map(\.ageSeconds).max() ?? 0,
            regionsDiscovered: parts.allSatisfy(\.regionsDiscovered),
            warnings: notes + parts.flatMap(\.warnings)
        )
    }
}

extension CoverageCell {
    /// The order in which cells are listed.
    func precedes(_ other: CoverageCell) -> Bool {
        (cloud, scope, region, resourceType) < (other.cloud, other.scope, other.region, other.resourceType)
    }
}

// MARK: - Rendering

extension DataQuality {
    var json: JSONValue {
        var object: JSONObject = [
            "status": .string(status.rawValue),
            "source": .string(source.rawValue),
            "age_seconds": .integer(ageSeconds),
            "cells": .object(countsJSON),
        ]
        if !gaps.isEmpty {
            object["gaps"] = .array(gaps.prefix(Self.gapsShown).map(\.json))
            object["gaps_total"] = JSONValue(gaps.count)
            object["warning"] = .string(warningText)
        }
        if !regionsDiscovered { object["regions_discovered"] = false }
        if !warnings.isEmpty { object["notes"] = JSONValue(warnings) }
        return .object(object)
    }

    private var countsJSON: JSONObject {
        var object: JSONObject = ["asked": JSONValue(asked)]
        for status in CoverageOutcome.Status.allCases {
            object[status.rawValue] = JSONValue(cells[status] ?? 0)
        }
        return object
    }

    /// One sentence on what is missing.
    var warningText: String {
        let kinds = CoverageOutcome.Status.allCases
            .filter { $0 != .answered }
            .compactMap { kind in cells[kind].map { "\($0) \(kind.words)" } }
        let permissions = Set(gaps.compactMap(\.outcome.permission)).sorted()
        let missing =
            permissions.isEmpty ? "" : " Missing permissions: \(permissions.joined(separator: ", "))."
        let share = "\(cells[.answered] ?? 0) of \(asked) cells (scope x region x type) were answered"
        return
            "\(share); \(kinds.joined(separator: ", ")). What was not seen there is unknown, not compliant.\(missing)"
    }
}

extension DataQuality.Gap {
    var json: JSONValue {
        var object: JSONObject = [
            "cloud": .string(cell.cloud), "scope": .string(cell.scope), "region": .string(cell.region),
            "resource_type": .string(cell.resourceType), "status": .string(outcome.status.rawValue),
        ]
        object["permission"] = outcome.permission.map(JSONValue.string)
        object["code"] = outcome.code.map(JSONValue.string)
        object["detail"] = outcome.detail.map(JSONValue.string)
        return .object(object)
    }
}

extension CoverageOutcome.Status {
    /// The status as it stands in a sentence.
    var words: String {
        switch self {
        case .notCovered: "not covered"
        default: rawValue
        }
    }
}
