// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
package import MCP

/// Something a client can call: over MCP, from the command line, or any later front end.
///
/// Conformers are one file each in `Tools/`; a plugin's tool is wrapped by one conformer.
package protocol ServerTool: Sendable {
    /// What `tools/list` shows. It must not change during the tool's life; replace the tool instead.
    var definition: ToolDefinition { get }

    /// Does the work.
    ///
    /// Many calls run at once. The task is cancelled when the client cancels, closes its end, or when the
    /// server stops: return or throw soon after.
    /// - Parameters:
    ///   - arguments: an object that is already valid against `definition.inputSchema`; defaults are not filled in.
    ///   - context: who calls, and where progress goes.
    /// - Returns: the outcome; `structured` must be valid against `definition.outputSchema`.
    /// - Throws: ``ToolError`` when there is no outcome at all; a partial outcome is returned instead.
    func call(_ arguments: JSONValue, _ context: ToolContext) async throws(ToolError) -> ToolOutcome
}

/// What a tool found, apart from how it is shown.
package struct ToolOutcome: Hashable, Sendable {
    /// The answer as data, valid against the tool's output schema.
    package var structured: JSONValue
    /// The answer in a few sentences for people and models.
    package var summary: String
    /// Where to read the rest.
    package var links: [ResourceLink]
    /// Whether something could not be found out; `structured` says what.
    ///
    /// The command line exits with 3.
    package var isPartial: Bool

    /// Collects an outcome.
    ///
    /// - Parameters:
    ///   - structured: the answer as data.
    ///   - summary: the answer in a few sentences.
    ///   - links: where to read the rest.
    ///   - isPartial: whether something could not be found out.
    package init(
        structured: JSONValue,
        summary: String,
        links: [ResourceLink] = [],
        isPartial: Bool = false
    ) {
        self.structured = structured
        self.summary = summary
        self.links = links
        self.isPartial = isPartial
    }
}

/// Why a call has no outcome.
package struct ToolError: Error, Hashable, Sendable {
    /// What kind of failure it is; tests and scripts compare this.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The failure's name in snake case.
        package let description: String

        /// Names a failure.
        ///
        /// - Parameter description: the name in snake case.
        package init(_ description: String) { self.description = description }

        /// The arguments do not fit the tool's schema, or contradict each other.
        package static let invalidArguments = Code("invalid_arguments")
        /// What was asked for does not exist.
        package static let notFound = Code("not_found")
        /// Nothing is configured that could answer.
        package static let notConfigured = Code("not_configured")
        /// The cloud or a policy refused.
        package static let accessDenied = Code("access_denied")
        /// The other side is down or throttles.
        package static let unavailable = Code("unavailable")
        /// The time ran out.
        package static let deadlineExceeded = Code("deadline_exceeded")
        /// The caller gave up.
        package static let cancelled = Code("cancelled")
        /// A fault of this program or of a plugin.
        package static let `internal` = Code("internal")
    }

    /// What kind of failure it is.
    package var code: Code
    /// What failed, with which input.
    package var message: String
    /// What to do about it.
    package var hint: String?
    /// More for programs, such as one entry per invalid argument.
    package var details: JSONValue?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what failed, with which input.
    ///   - hint: what to do about it.
    ///   - details: more for programs.
    package init(_ code: Code, _ message: String, hint: String? = nil, details: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details
    }
}
