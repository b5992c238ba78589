// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// What ties an answer to its request, of the type in which it came.
///
/// MCP 2026-07-28, basic/index.mdx, "Requests": a string or an integer, never null.
package enum RequestID: Hashable, Sendable {
    /// A text.
    case string(String)
    /// A whole number.
    case integer(Int64)

    /// Reads an identifier.
    ///
    /// - Parameter value: the member `id`; a fraction, a truth value or null is none.
    package init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .integer(let number): self = .integer(number)
        default: return nil
        }
    }

    /// The identifier as it goes over the wire, of the type in which it came.
    package var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        }
    }
}
