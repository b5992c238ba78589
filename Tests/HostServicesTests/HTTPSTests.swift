// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import HostLoader
import HostServices
import PluginABI
import Testing

/// Answers over TLS by `openssl s_server`; skipped where there is no such program.
@Suite(.enabled(if: TLSServer.isAvailable, "needs the openssl program in /usr/bin"))
struct HTTPSTests {
    private func get(_ host: String, _ server: TLSServer, certificateFile: String?) async -> Reply {
        let plugin = FakePlugin(certificateFile: certificateFile) { $0.hosts = ["localhost", "127.0.0.1"] }
        return await plugin.send(.init(url: "https://\(host):\(server.port)/"))
    }

    @Test func `a certificate is trusted when its authority's file is given`() async throws {
        let server = try TLSServer()
        let reply = await get("localhost", server, certificateFile: server.certificateFile)
        #expect(reply.outcome == TW_OK)
        #expect(reply.status == 200)
    }

    @Test func `an unknown authority is told as such`() async throws {
        let server = try TLSServer()
        let reply = await get("localhost", server, certificateFile: nil)
        #expect(reply.outcome == TW_FAILED_PRECONDITION)
        #expect(reply.error.contains("localhost:\(server.port)"))
        #expect(reply.error.contains("certificate cannot be verified"))
        #expect(reply.error.contains("self-signed") || reply.error.contains("self signed"))
    }

    @Test func `a certificate for another name is told as such`() async throws {
        let server = try TLSServer()
        let reply = await get("127.0.0.1", server, certificateFile: server.certificateFile)
        #expect(reply.outcome == TW_FAILED_PRECONDITION)
        #expect(reply.error.contains("certificate cannot be verified"))
    }

    @Test func `a missing file of authorities is told as such`() async throws {
        let server = try TLSServer()
        let reply = await get("localhost", server, certificateFile: "/nonexistent/authorities.pem")
        #expect(reply.outcome == TW_FAILED_PRECONDITION)
        #expect(reply.error.contains("SSL_CERT_FILE"))
    }

    @Test func `a server without TLS is told as such`() async throws {
        let server = try TestServer.standard()
        let plugin = FakePlugin.onLoopback()
        let reply = await plugin.send(.init(url: "https://127.0.0.1:\(server.port)/"))
        #expect(reply.outcome == TW_UNAVAILABLE)
        #expect(reply.error.contains("TLS handshake"))
    }
}

/// `openssl s_server` with a certificate for localhost, made for the test.
private final class TLSServer {
    private static let program = "/usr/bin/openssl"
    static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: program) }

    private struct Failure: Error { let output: String }

    let port: UInt16
    let certificateFile: String
    private let folder: String
    private let process = Process()

    init() throws {
        folder = NSTemporaryDirectory() + "tagwarden-tls-" + UUID().uuidString
        certificateFile = folder + "/certificate.pem"
        let keyFile = folder + "/key.pem"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let maker = Process()
        maker.executableURL = URL(fileURLWithPath: Self.program)
        maker.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
            "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", keyFile, "-out",
            certificateFile,
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()

        let output = Pipe()
        process.executableURL = maker.executableURL
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-www", "-key", keyFile, "-cert", certificateFile,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        // "ACCEPT 127.0.0.1:40123"
        while !text.contains(/ACCEPT \S+:\d+\n/) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(output: text) }
            text += String(decoding: more, as: UTF8.self)
        }
        guard let match = text.firstMatch(of: /ACCEPT \S+:(\d+)\n/), let port = UInt16(match.1) else {
            throw Failure(output: text)
        }
        self.port = port
    }

    deinit {
        // Not SIGTERM: the child inherits the mask of the test's thread, which blocks it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
    }
}
