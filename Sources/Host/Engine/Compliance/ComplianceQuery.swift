// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The arguments of ``Engine/checkCompliance(_:_:)``, read and checked.
struct ComplianceQuery: Sendable {
    let scan: ScanQuery
    let severity: ComplianceReport.Severity
    let storesSnapshot: Bool

    /// The names of all arguments, for error messages.
    static let arguments = ScanQuery.arguments + ["severity", "store_snapshot"]

    init(_ arguments: JSONObject, _ engine: Engine) throws {
        var reader = ArgumentReader(arguments)
        severity = try Self.severity(reader.text("severity"))
        storesSnapshot = try reader.flag("store_snapshot") ?? false
        scan = try ScanQuery(&reader, providers: engine.catalog.providers, settings: engine.settings)
        try engine.refuseRest(reader, valid: Self.arguments)
    }

    private static func severity(_ text: String?) throws -> ComplianceReport.Severity {
        guard let text else { return .all }
        guard let severity = ComplianceReport.Severity(rawValue: text) else {
            let valid = ComplianceReport.Severity.allCases.map(\.rawValue).joined(separator: ", ")
            throw EngineError(
                .invalidArgument,
                "The severity \"\(text)\" is not known. Valid: \(valid).",
                argument: "severity"
            )
        }
        return severity
    }
}
