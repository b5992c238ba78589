// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import JSONCodec

/// How a result is written to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table, json, yaml, csv

    /// Writes a result.
    ///
    /// - Parameter value: the structured result.
    /// - Returns: text that ends with a line end.
    func text(of value: JSONValue) -> String {
        switch self {
        case .json: value.text(.init(isPretty: true)) + "\n"
        case .table: TableOutput.text(of: value)
        case .yaml: YAMLOutput.text(of: value)
        case .csv: CSVOutput.text(of: value)
        }
    }
}
