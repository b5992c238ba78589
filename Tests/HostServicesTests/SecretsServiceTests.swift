// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostLoader
import HostServices
import JSONCodec
import PluginABI
import Synchronization
import Testing

/// The callback of one secret.
private final class SecretRecorder: Sendable {
    struct Answer: Sendable, Equatable {
        var status: tw_status
        var text: String
    }

    private struct State {
        var answers: [Answer] = []
        var waiting: CheckedContinuation<Answer, Never>?
    }

    private let state = Mutex(State())

    var answers: [Answer] { state.withLock { $0.answers } }

    /// Starts with `begin`; a refusal is an answer without text.
    @safe
    func answer(_ begin: (UnsafeMutableRawPointer, @escaping tw_secret_callback) -> tw_status) async -> Answer
    {
        let status = start(begin)
        guard status == TW_OK else { return Answer(status: status, text: "") }
        return await withCheckedContinuation { continuation in
            let answer = state.withLock { state in
                if state.answers.isEmpty { state.waiting = continuation }
                return state.answers.first
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    @safe
    func start(_ begin: (UnsafeMutableRawPointer, @escaping tw_secret_callback) -> tw_status) -> tw_status {
        // SAFETY: the recorder is leaked on purpose, so that a doubled callback finds it.
        let user = unsafe Unmanaged.passRetained(self).toOpaque()
        return unsafe begin(user) { user, status, value in
            let answer = unsafe Answer(status: status, text: take(value))
            guard let user = unsafe user else { return }
            let recorder = unsafe Unmanaged<SecretRecorder>.fromOpaque(user).takeUnretainedValue()
            let waiting = recorder.state.withLock { state in
                state.answers.append(answer)
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: answer)
        }
    }
}

@Suite final class SecretsServiceTests {
    private let folder: String
    private let plugin: FakePlugin
    private let service: tw_secrets

    init() throws {
        folder = NSTemporaryDirectory() + "tagwarden-secrets-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder + "/home/.cloud",
            withIntermediateDirectories: true
        )
        let configuration: JSONValue = [
            "plugins": [
                "fake": [
                    "secrets": [
                        "variable": ["environment": "SECRET_VARIABLE"], "file": ["file": "~/secret"],
                        "unset": ["environment": "NOT_SET"], "ungranted": ["environment": "SECRET_VARIABLE"],
                    ]
                ]
            ]
        ]
        plugin = FakePlugin(
            environment: [
                "SECRET_VARIABLE": "from the environment", "PATH": "/usr/bin:/bin", "CONFIG": "/dev/null",
            ],
            homeDirectory: folder + "/home",
            configuration: configuration
        ) { permissions in
            permissions.files = ["~/.cloud/*"]
            permissions.filesFromEnvironment = ["CONFIG"]
            permissions.processes = true
            permissions.secrets = ["variable", "file", "unset", "unmapped"]
        }
        service = try #require(plugin.service(TW_SERVICE_SECRETS, as: tw_secrets.self))
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/home/" + path))
    }

    private func read(_ path: String) async -> SecretRecorder.Answer {
        await SecretRecorder()
            .answer { user, callback in
                // SAFETY: the path is lent for the call.
                lend(path) { unsafe service.read_file(plugin.context.host, $0, user, callback) }
            }
    }

    private func get(_ name: String) async -> SecretRecorder.Answer {
        await SecretRecorder()
            .answer { user, callback in
                // SAFETY: the name is lent for the call.
                lend(name) { unsafe service.get(plugin.context.host, $0, user, callback) }
            }
    }

    private func run(_ line: String, timeout: Int64 = 30_000) async -> SecretRecorder.Answer {
        await SecretRecorder()
            .answer { user, callback in
                // SAFETY: the line is lent for the call.
                lend(line) { unsafe service.run_process(plugin.context.host, $0, timeout, user, callback) }
            }
    }

    // MARK: Files

    @Test func `a granted file is read whole`() async throws {
        try write("[default]\nkey = value\n", ".cloud/credentials")
        #expect(await read("~/.cloud/credentials") == .init(status: TW_OK, text: "[default]\nkey = value\n"))
    }

    @Test func `an empty file and the null device read as empty`() async throws {
        try write("", ".cloud/empty")
        #expect(await read("~/.cloud/empty") == .init(status: TW_OK, text: ""))
        #expect(await read("/dev/null") == .init(status: TW_OK, text: ""))
    }

    @Test func `a missing file is told by name`() async {
        let answer = await read("~/.cloud/missing")
        #expect(answer.status == TW_NOT_FOUND)
        #expect(answer.text.contains(".cloud/missing"))
    }

    @Test func `a file that is not granted is refused whether it exists or not`() async throws {
        try write("x", "secret")
        #expect(await read("~/secret").status == TW_PERMISSION_DENIED)
        #expect(await read("~/missing").status == TW_PERMISSION_DENIED)
    }

    @Test func `a folder and a FIFO are no files`() async throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/home/.cloud/sub",
            withIntermediateDirectories: true
        )
        #expect(unsafe mkfifo(folder + "/home/.cloud/fifo", 0o600) == 0)
        #expect(await read("~/.cloud/sub").status == TW_FAILED_PRECONDITION)
        #expect(await read("~/.cloud/fifo").status == TW_FAILED_PRECONDITION)
    }

    @Test func `a file of 1 MiB is read, a larger one is not`() async throws {
        try write(String(repeating: "x", count: 1 << 20), ".cloud/limit")
        try write(String(repeating: "x", count: 1 << 20 + 1), ".cloud/large")
        #expect(await read("~/.cloud/limit").text.utf8.count == 1 << 20)
        #expect(await read("~/.cloud/large").status == TW_RESOURCE_EXHAUSTED)
    }

    // MARK: Secrets by name

    @Test func `a secret comes from where the operator says`() async throws {
        try write("from a file", "secret")
        #expect(await get("variable") == .init(status: TW_OK, text: "from the environment"))
        #expect(await get("file") == .init(status: TW_OK, text: "from a file"))
    }

    @Test(arguments: [
        ("unset", TW_NOT_FOUND), ("unmapped", TW_NOT_FOUND), ("ungranted", TW_PERMISSION_DENIED),
        ("other", TW_PERMISSION_DENIED), ("", TW_PERMISSION_DENIED),
    ])
    func `a secret that is not set or not asked for is not given`(name: String, status: tw_status) async {
        #expect(await get(name).status == status)
    }

    // MARK: Programs

    @Test func `a program's output is answered, its standard error is not`() async {
        let answer = await run("sh -c 'echo out; echo err >&2'")
        #expect(answer == .init(status: TW_OK, text: "out\n"))
    }

    @Test func `a program has no terminal, no descriptors of the host and the host's variables`() async {
        let answer = await run("sh -c 'ls /proc/self/fd | wc -l; cat; echo $SECRET_VARIABLE'")
        // 0, 1, 2 and the one that ls reads the folder with.
        #expect(answer.text == "4\nfrom the environment\n")
    }

    @Test(arguments: [
        ("sh -c 'exit 3'", TW_FAILED_PRECONDITION, "sh ended with status 3."),
        ("sh -c 'kill -9 $$'", TW_FAILED_PRECONDITION, "sh ended with signal 9."),
        ("/nonexistent/program --token hush", TW_NOT_FOUND, "There is no program /nonexistent/program"),
        ("nonexistent-program", TW_NOT_FOUND, "There is no program nonexistent-program"),
        ("/etc", TW_NOT_FOUND, "There is no program /etc"),
        ("head -c 65537 /dev/zero", TW_RESOURCE_EXHAUSTED, "head wrote more than 65536 bytes."),
    ])
    func `a failing program is told by name, without its arguments`(
        line: String,
        status: tw_status,
        message: String
    ) async {
        let answer = await run(line)
        #expect(answer.status == status)
        #expect(answer.text.hasPrefix(message))
        #expect(!answer.text.contains("hush"))
    }

    @Test func `the most output is taken`() async {
        #expect(await run("head -c 65536 /dev/zero").text.utf8.count == 65_536)
    }

    @Test(arguments: ["sleep 3600", "sh -c 'sleep 3600 & wait'", "sh -c 'exec >&-; sleep 3600'"])
    func `a program that takes too long is killed with all it started`(line: String) async {
        let answer = await run(line, timeout: 50)
        #expect(answer.status == TW_DEADLINE_EXCEEDED)
        #expect(answer.text.contains("took too long"))
    }

    @Test func `a program's own children do not keep it from ending`() async {
        #expect(await run("sh -c 'sleep 3600 & echo done'") == .init(status: TW_OK, text: "done\n"))
    }

    @Test func `release kills a program and returns after its callback`() {
        let recorder = SecretRecorder()
        let status = recorder.start { user, callback in
            // SAFETY: the line is lent for the call.
            lend("sleep 3600") { unsafe service.run_process(plugin.context.host, $0, 0, user, callback) }
        }
        #expect(status == TW_OK)
        plugin.source.release(plugin.context)
        #expect(recorder.answers.map(\.status) == [TW_CANCELLED])
    }

    @Test func `what was not granted, or is malformed, is refused`() async {
        let other = plugin.sibling(id: "other")
        let status = SecretRecorder()
            .start { user, callback in
                // SAFETY: the line is lent for the call.
                lend("true") { line in
                    _ = other.service(TW_SERVICE_SECRETS, as: tw_secrets.self)
                    return unsafe service.run_process(other.context.host, line, 0, user, callback)
                }
            }
        #expect(status == TW_PERMISSION_DENIED)
        #expect(await run("sh 'unclosed").status == TW_INVALID_ARGUMENT)
        let missing = lend("x") { unsafe service.read_file(plugin.context.host, $0, nil, nil) }
        #expect(missing == TW_INVALID_ARGUMENT)
    }
}
