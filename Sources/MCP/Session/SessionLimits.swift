// SPDX-License-Identifier: Apache-2.0

/// How much one client may ask of a server.
package struct SessionLimits: Hashable, Sendable {
    /// Longest message in bytes.
    package var frameSize = 16 << 20
    /// Deepest nesting of a message.
    package var frameDepth = 128
    /// Entries on one page of a list.
    package var pageSize = 100
    /// Calls that run at once.
    package var running = 32
    /// Calls that wait for their turn; more are refused.
    package var waiting = 256
    /// Open `subscriptions/listen` streams.
    package var streams = 64
    /// Resources watched over all streams.
    package var watched = 1024
    /// Values in one answer of `completion/complete` (MCP 2026-07-28, completion.mdx: at most 100).
    package var completions = 100

    /// Takes the defaults.
    package init() {}
}
