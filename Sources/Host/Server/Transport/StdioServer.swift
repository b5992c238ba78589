// SPDX-License-Identifier: Apache-2.0

import MCP

/// Serves one client over a pair of descriptors.
///
/// ```swift
/// let streams = try StandardStreams.claim()  // before any plugin is loaded
/// let server = try StdioServer(streams, settings, catalog)
/// await server.run()  // until the client closes its end, SIGTERM or SIGINT
/// ```
package struct StdioServer: Sendable {
    private let reader: FrameReader
    private let writer: FrameWriter
    private let connection: ServerConnection
    private let ownsProcess: Bool

    /// Prepares to serve.
    ///
    /// - Parameters:
    ///   - streams: where the client is.
    ///   - settings: what the server is told once.
    ///   - catalog: what it offers; changes are announced to the client.
    ///   - ownsProcess: whether SIGTERM and SIGINT end the input, and the process ends with status 0 at most four
    ///     seconds after the input, whatever still runs then; for one server of a process only.
    /// - Throws: ``TransportError`` when descriptors or threads are short.
    package init(
        _ streams: StandardStreams,
        _ settings: ServerSettings,
        _ catalog: CatalogStore,
        ownsProcess: Bool = true
    ) throws(TransportError) {
        let wakePipe = try WakePipe()
        let reader = FrameReader(input: streams.input, limit: settings.limits.frameSize, wakePipe: wakePipe)
        self.reader = reader
        writer = try FrameWriter(output: streams.output) { reader.stop() }
        connection = ServerConnection(settings, catalog, writer)
        self.ownsProcess = ownsProcess
        if ownsProcess { StopSignals.install(waking: wakePipe) }
    }

    /// Serves until the client closes its end, a signal comes, or `stop` is called.
    ///
    /// What was asked before is answered if that is possible within the grace; the rest is cancelled. Call it once.
    /// - Throws: ``TransportError`` when there is no thread to serve with.
    package func run() async throws(TransportError) {
        try reader.start { [ownsProcess] in
            // stdio.mdx, "Shutdown": a tool or a plugin that does not stop must not keep the client waiting.
            if ownsProcess { ExitDeadline.arm(after: 4, status: 0) }
        }
        try writer.start()
        await connection.run(reader)
    }

    /// Ends the input as if the client had closed it.
    ///
    /// Any thread.
    package func stop() { reader.stop() }
}
