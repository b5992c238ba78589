// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// What every use case returns: content for programs, a text for people, and what it rests on.
package protocol EngineResult: Sendable {
    /// The structured content, with the field names of the tool's output schema.
    var json: JSONValue { get }
    /// A few sentences for people, without markup.
    var summary: String { get }
    /// How much of what was asked the result rests on; `nil` when it rests on no scan.
    var status: DataQuality.Status? { get }
    /// The id under which the whole result can be read, while it is kept.
    var resultID: String? { get }
}
