// SPDX-License-Identifier: Apache-2.0

package import Inventory
package import JSONCodec

/// What a provider hands over while one of its calls runs.
package enum ProviderEvent: Sendable {
    /// Resources of one batch.
    case resources([Resource])
    /// One cell of the scan has ended.
    case coverage(CoverageCell, CoverageOutcome)
    /// Something off that is no cell's: an object {severity, summary, detail, place}.
    case diagnostic(JSONValue)
    /// How far the call is; `total` is 0 while unknown.
    case progress(done: Double, total: Double, message: String)
}

/// How far a tool's call is.
package struct ToolProgress: Hashable, Sendable {
    /// Units done; never falls during one call.
    package let done: Double
    /// Units in all; 0 while unknown.
    package let total: Double
    /// One sentence; may be empty.
    package let message: String
}

/// Everything a call can hand over, before it is narrowed to what its kind of call may.
enum CallEvent: Sendable {
    case resources([Resource])
    case coverage(CoverageCell, CoverageOutcome)
    case diagnostic(JSONValue)
    case progress(done: Double, total: Double, message: String)
    case text(String)
    case document([UInt8])

    /// Whether it takes one of the call's credits; progress is merged instead.
    var isCredited: Bool {
        if case .progress = self { return false }
        return true
    }
}
