// SPDX-License-Identifier: Apache-2.0

package import Logging
package import MCP

/// What a server is told once, when it starts.
package struct ServerSettings: Sendable {
    /// What the server says of itself.
    package var identity: ServerIdentity
    /// How much one client may ask.
    package var limits: SessionLimits
    /// How long work may go on after the client closed its end.
    package var grace: Duration
    /// Where the server's own messages go; never to the protocol's stream.
    package var logger: Logger
    /// Takes secrets out of texts that leave the server.
    package var redact: @Sendable (String) -> String
    /// Measures the grace.
    package var clock: any Clock<Duration>

    /// Collects settings.
    ///
    /// - Parameters:
    ///   - identity: what the server says of itself.
    ///   - logger: where its own messages go.
    ///   - clock: measures the grace.
    ///   - limits: how much one client may ask.
    ///   - grace: how long work may go on after the client closed its end.
    ///   - redact: takes secrets out of texts that leave the server.
    package init(
        identity: ServerIdentity,
        logger: Logger,
        clock: any Clock<Duration>,
        limits: SessionLimits = .init(),
        grace: Duration = .milliseconds(1500),
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.identity = identity
        self.logger = logger
        self.clock = clock
        self.limits = limits
        self.grace = grace
        self.redact = redact
    }
}
