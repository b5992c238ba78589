// SPDX-License-Identifier: Apache-2.0

import Glibc
import JSONCodec
import Logging
import MCP
import Synchronization
import Testing

@testable import HostServer

/// A server and its client in one process, joined by two pipes.
struct Loopback: Sendable {
    let server: StdioServer
    let catalog: CatalogStore
    private let reader: FrameReader
    private let writer: FrameWriter
    private let serverEnds: [Int32]
    private let clientEnds: ClientEnds

    private init(_ catalog: CatalogStore, _ limits: SessionLimits, grace: Duration) throws {
        let (toServer, toClient) = (try Self.pipe(), try Self.pipe())
        let settings = ServerSettings(
            identity: ServerIdentity(name: "loop", title: "Loop", version: "1", instructions: "Call echo."),
            logger: Logger(label: "loop") { _ in SwiftLogNoOpLogHandler() },
            clock: ContinuousClock(),
            limits: limits,
            grace: grace,
            redact: {
                $0.split(separator: "hunter2", omittingEmptySubsequences: false).joined(separator: "•••")
            }
        )
        let streams = StandardStreams(input: toServer.read, output: toClient.write)
        server = try StdioServer(streams, settings, catalog, ownsProcess: false)
        self.catalog = catalog
        reader = FrameReader(input: toClient.read, limit: 64 << 20, wakePipe: try WakePipe())
        writer = try FrameWriter(output: toServer.write) {}
        serverEnds = [toServer.read, toClient.write]
        clientEnds = ClientEnds(read: toClient.read, write: toServer.write)
        try reader.start()
        try writer.start()
    }

    /// The client's descriptors; each is closed once, when no thread uses it any more.
    private final class ClientEnds: Sendable {
        private let open: Mutex<(read: Int32?, write: Int32?)>

        init(read: Int32, write: Int32) { open = Mutex((read, write)) }

        func closeRead() {
            open.withLock { ends in
                if let end = ends.read { close(end) }
                ends.read = nil
            }
        }

        func closeWrite() {
            open.withLock { ends in
                if let end = ends.write { close(end) }
                ends.write = nil
            }
        }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        // SAFETY: pipe writes two descriptors to memory for two.
        let result = unsafe ends.withUnsafeMutableBufferPointer { unsafe Glibc.pipe($0.baseAddress) }
        try #require(result == 0)
        return (ends[0], ends[1])
    }

    /// Serves while `body` is the client; returns once the server has ended by itself.
    static func run(
        _ tools: [any ServerTool] = Sample.tools,
        limits: SessionLimits = .init(),
        grace: Duration = .seconds(30),
        _ body: @Sendable (Loopback) async throws -> Void
    ) async throws {
        let catalog = CatalogStore(
            ServerCatalog(tools: tools, resources: [SampleResources()], prompts: [SamplePrompt()])
        )
        let loop = try Loopback(catalog, limits, grace: grace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await loop.server.run() }
            do {
                try await body(loop)
            } catch {
                loop.server.stop()
                throw error
            }
            loop.server.stop()
            try await group.waitForAll()
        }
        await loop.endInput()
        await loop.die()
        for end in loop.serverEnds { close(end) }
    }

    // MARK: The client

    func send(_ frame: JSONValue) { writer.enqueue(frame.bytes()) }

    func send(line: String) { writer.enqueue(Array(line.utf8)) }

    /// Ends the server's input once everything is written.
    func endInput() async {
        await writer.close()
        clientEnds.closeWrite()
    }

    /// Stops reading for good, as a client that has died does.
    func die() async {
        reader.stop()
        while await reader.next() != nil {}
        clientEnds.closeRead()
    }

    func receive() async throws -> JSONValue {
        guard case .line(let bytes)? = await reader.next() else { throw EndOfOutput() }
        return try JSONValue(parsing: bytes)
    }

    /// Fails unless the next frame is as wanted.
    func expect(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ isWanted: (JSONValue) -> Bool
    ) async throws {
        let frame = try await receive()
        #expect(isWanted(frame), "\(frame.text().prefix(2000))", sourceLocation: sourceLocation)
    }

    struct EndOfOutput: Error {}

    /// Sends a stateless request.
    func request(_ id: JSONValue, _ method: String, _ parameters: JSONObject = [:], meta: JSONObject = [:]) {
        var parameters = parameters
        var envelope: JSONObject = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        for member in meta { envelope[member.name] = member.value }
        parameters["_meta"] = .object(envelope)
        send(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(parameters)])
    }

    func call(_ id: JSONValue, _ tool: String, _ arguments: JSONValue = [:], meta: JSONObject = [:]) {
        request(id, "tools/call", ["name": .string(tool), "arguments": arguments], meta: meta)
    }
}
