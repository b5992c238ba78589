// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// Names one piece of work of a session; never used twice.
package struct CallKey: Hashable, Sendable {
    let number: UInt64
}

/// What whoever drives a session has to do next, in this order.
package enum SessionAction: Sendable {
    /// Write one message and a line's end.
    case send([UInt8])
    /// Begin the work; call `ServerSession.finish` once when it ends, cancelled or not.
    case start(SessionWork)
    /// Make the work end soon; its answer will not be sent.
    case cancel(CallKey)
    /// Write to the log, for whoever runs the server.
    case note(String)
}

/// Work that needs the world.
package struct SessionWork: Sendable {
    /// What is to be found out or done.
    package enum Kind: Sendable {
        /// Call a tool that is in the offer; the arguments are not validated yet.
        case tool(name: String, arguments: JSONValue)
        /// List the resources.
        case resources
        /// Read a resource.
        case resource(uri: String)
        /// Fill a prompt that is in the offer; required arguments are there and no unknown ones.
        case prompt(name: String, arguments: [String: String])
        /// Propose values.
        case completion(CompletionReference, argument: String, value: String, others: [String: String])
    }

    /// The name for `progress`, `log` and `finish`.
    package let key: CallKey
    /// What is to be done.
    package let kind: Kind
    /// Who asks.
    package let client: ClientIdentity
    /// W3C trace context of the request.
    package let trace: JSONObject
    /// Whether the client wants to hear of progress.
    package let wantsProgress: Bool
    /// From which level on the client wants log messages, if at all.
    package let logLevel: LogLevel?
}

/// How a piece of work ended.
package enum SessionAnswer: Sendable {
    /// A tool's result.
    case tool(ToolAnswer)
    /// The list of resources, in any order.
    case resources([ResourceDefinition])
    /// What was read; no piece means that there is no such resource.
    case contents([ResourceContents])
    /// The filled prompt.
    case prompt(description: String?, [PromptMessage])
    /// All values that fit, best first.
    case completion([String])
    /// No answer of this method.
    case fault(ProtocolFault)
}

/// What `tools/call` answers, whether it went well or not.
package struct ToolAnswer: Hashable, Sendable {
    /// The result as data, valid against the tool's output schema.
    package var structured: JSONValue?
    /// The result for models and people.
    package var content: [ContentBlock]
    /// Whether the call failed; the content tells the model what to do (SEP-1303).
    package var isError: Bool
    /// Members for `_meta`.
    package var meta: JSONObject

    /// Collects an answer.
    ///
    /// - Parameters:
    ///   - structured: the result as data.
    ///   - content: the result for models and people.
    ///   - isError: whether the call failed.
    ///   - meta: members for `_meta`.
    package init(
        structured: JSONValue?,
        content: [ContentBlock],
        isError: Bool = false,
        meta: JSONObject = [:]
    ) {
        self.structured = structured
        self.content = content
        self.isError = isError
        self.meta = meta
    }
}

/// What changed in an offer.
package struct OfferChange: Hashable, Sendable {
    /// The list of tools.
    package var tools: Bool
    /// The list of resources or templates.
    package var resources: Bool
    /// The list of prompts.
    package var prompts: Bool
    /// Resources with new contents.
    package var updated: [String]

    /// Names changes.
    ///
    /// - Parameters:
    ///   - tools: the list of tools.
    ///   - resources: the list of resources or templates.
    ///   - prompts: the list of prompts.
    ///   - updated: resources with new contents.
    package init(tools: Bool = false, resources: Bool = false, prompts: Bool = false, updated: [String] = [])
    {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
        self.updated = updated
    }
}
