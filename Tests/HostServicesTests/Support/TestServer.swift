// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 with a thread a connection, that misbehaves where a test wants it to.
final class TestServer: Sendable {
    /// A request as it came in.
    struct Request: Sendable {
        let method: String
        /// Path and query, byte for byte.
        let target: String
        /// Lines after the request line.
        let lines: [String]
        let body: [UInt8]

        func header(_ name: String) -> String? {
            lines.first { $0.lowercased().hasPrefix(name + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What a test does with a request.
    enum Step: Sendable {
        case send([UInt8])
        /// Waits until the server is stopped, or the client is gone.
        case hang
        case close
    }

    typealias Script = @Sendable (Request) -> [Step]

    private struct State {
        var connections: [Int32] = []
        var accepted = 0
        var requests: [Request] = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    init(_ script: @escaping Script) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        port = try Self.listen(listener)
        let listener = listener
        Thread { [weak self] in
            defer { close(listener) }
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                guard let self, self.enter(connection) else {
                    close(connection)
                    return
                }
                Thread {
                    Self.serve(connection, script) { self.note($0) }
                    self.leave(connection)
                }
                .start()
            }
        }
        .start()
    }

    deinit { stop() }

    var accepted: Int { state.withLock { $0.accepted } }
    var requests: [Request] { state.withLock { $0.requests } }
    func url(_ target: String) -> String { "http://127.0.0.1:\(port)\(target)" }

    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            for descriptor in state.connections + [listener] { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func enter(_ connection: Int32) -> Bool {
        state.withLock { state in
            guard !state.isStopped else { return false }
            state.connections.append(connection)
            state.accepted += 1
            return true
        }
    }

    /// With the lock held, so that `stop` never meets a number that the system has given to somebody else.
    private func leave(_ connection: Int32) {
        state.withLock { state in
            state.connections.removeAll { $0 == connection }
            close(connection)
        }
    }

    private func note(_ request: Request) { state.withLock { $0.requests.append(request) } }

    // MARK: Sockets

    private struct Failure: Error { let number: Int32 }

    private static func listen(_ listener: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // SAFETY: a sockaddr_in is a sockaddr for AF_INET; the local outlives the calls.
        let outcome = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(listener, address, size) == 0, Glibc.listen(listener, 512) == 0 else {
                    return errno
                }
                return unsafe getsockname(listener, address, &size) == 0 ? 0 : errno
            }
        }
        guard outcome == 0 else { throw Failure(number: outcome) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func serve(_ connection: Int32, _ script: Script, _ note: (Request) -> Void) {
        var buffer: [UInt8] = []
        while let request = read(connection, &buffer) {
            note(request)
            for step in script(request) {
                switch step {
                case .send(let bytes): guard send(bytes, to: connection) else { return }
                case .hang:
                    while receive(connection) != nil {}
                    return
                case .close: return
                }
            }
        }
    }

    private static func read(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                    .components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ", maxSplits: 1).map(String.init)
                let length =
                    lines.first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
                if buffer.count >= end.upperBound + length {
                    let body = Array(buffer[end.upperBound..<end.upperBound + length])
                    buffer.removeFirst(end.upperBound + length)
                    let target = words[1].replacingOccurrences(of: " HTTP/1.1", with: "")
                    return Request(
                        method: words[0],
                        target: target,
                        lines: Array(lines.dropFirst()),
                        body: body
                    )
                }
            }
            guard let more = receive(connection) else { return nil }
            buffer += more
            // A TLS handshake, for example, begins with no letter.
            guard let first = buffer.first, (0x41...0x5A).contains(first) else { return nil }
        }
    }

    private static func receive(_ connection: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        // SAFETY: room for `bytes.count` bytes.
        let count = unsafe recv(connection, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            // SAFETY: the array lives for the call.
            let count = unsafe Glibc.send(connection, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
