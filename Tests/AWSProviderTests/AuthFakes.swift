// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import AWSProvider

/// A machine of fixed variables and files; time moves when told, or while somebody sleeps.
final class FakeMachine: PluginEnvironment {
    private struct State {
        var now: WallClock
        var files: [String: [UInt8]]
        var reads: [String] = []
        var slept: [Duration] = []
    }

    private let variables: [String: String]
    private let unreadable: Set<String>
    private let state: Mutex<State>
    private let process: @Sendable (String) throws -> [UInt8]

    init(
        _ variables: [String: String] = [:],
        files: [String: String] = [:],
        unreadable: Set<String> = [],
        now: Double = 1_784_600_000,
        process: @escaping @Sendable (String) throws -> [UInt8] = { _ in throw FakeFailure() }
    ) {
        self.variables = variables
        self.unreadable = unreadable
        self.process = process
        state = Mutex(
            State(now: WallClock(secondsSince1970: now), files: files.mapValues { Array($0.utf8) })
        )
    }

    func environment(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    func readFile(_ path: String) async throws -> [UInt8]? {
        guard !unreadable.contains(path) else { throw ServiceError(.init(7), "permission denied") }
        return state.withLock {
            $0.reads.append(path)
            return $0.files[path]
        }
    }

    func runProcess(_ commandLine: String, timeout: Duration) async throws -> [UInt8] {
        try process(commandLine)
    }

    var now: WallClock { state.withLock { $0.now } }

    func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.slept.append(duration)
            let parts = duration.components
            $0.now = $0.now + (Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
        }
    }

    func advance(_ seconds: Double) { state.withLock { $0.now = $0.now + seconds } }
    func write(_ path: String, _ text: String) { state.withLock { $0.files[path] = Array(text.utf8) } }
    var slept: [Duration] { state.withLock { $0.slept } }
    var reads: [String] { state.withLock { $0.reads } }
}

/// What a fake throws when a test did not provide for it.
struct FakeFailure: Error {}

/// A network that answers by a rule and remembers what it was asked.
final class FakeNetwork: HTTPTransport {
    typealias Rule = @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse

    private let seen = Mutex<[HTTPRequest]>([])
    private let rule: Rule

    init(_ rule: @escaping Rule = { _ throws(HTTPError) in throw HTTPError(.unreachable, "no network") }) {
        self.rule = rule
    }

    /// Answers with one reply after the other; the last one stays.
    convenience init(replies: [HTTPResponse]) {
        let left = Mutex(replies[...])
        let box = ReplyBox(left)
        self.init { _ in box.next() }
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        seen.withLock { $0.append(request) }
        return try rule(request)
    }

    var requests: [HTTPRequest] { seen.withLock { $0 } }
}

private final class ReplyBox: Sendable {
    private let left: Mutex<ArraySlice<HTTPResponse>>
    init(_ left: consuming Mutex<ArraySlice<HTTPResponse>>) { self.left = left }
    func next() -> HTTPResponse {
        left.withLock { replies in
            guard replies.count > 1 else { return replies.first ?? HTTPResponse(status: 500) }
            return replies.removeFirst()
        }
    }
}

extension HTTPResponse {
    /// A reply with a text.
    static func text(_ status: Int, _ text: String, headers: [(name: String, value: String)] = []) -> Self {
        HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
    }
}
