// SPDX-License-Identifier: Apache-2.0

/// What `completion/complete` is about (MCP 2026-07-28, server/utilities/completion.mdx, "Reference Types").
package enum CompletionReference: Hashable, Sendable {
    /// A prompt, by name (`ref/prompt`).
    case prompt(String)
    /// A resource template, by its text (`ref/resource`).
    case resourceTemplate(String)
}
