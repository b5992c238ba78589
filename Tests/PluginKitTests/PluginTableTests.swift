// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization
import Testing

@testable import PluginKit

/// A provider that does what its arguments say.
private struct Obedient: ProviderPlugin {
    static let identity = PluginIdentity(id: "obedient", version: "1.2.3", title: "Obedient")
    let providerDescription: JSONObject = ["cloud": "none"]

    init(host: PluginHost) throws {}

    func scopes(_ call: PluginCall) async throws -> JSONObject { ["arguments": .object(call.arguments)] }

    func inventory(_ call: PluginCall) async throws -> JSONObject {
        let count = Int(call.arguments["resources"]?.integer ?? 0)
        let records = (0..<count)
            .map {
                ResourceRecord(id: "id-\($0)", type: "t", resourceID: "\($0)", scope: "s", region: "r")
            }
        try await call.emit(records)
        try await call.emit(coverage: ["status": "answered", "resources": JSONValue(count)])
        return [:]
    }

    func lookup(_ call: PluginCall) async throws -> JSONObject {
        switch call.arguments["fail"]?.string {
        case "plugin":
            throw PluginError(.permissionDenied, "No.", hint: "Ask.", retryAfter: .milliseconds(1500))
        case "other": throw Odd()
        case "hang":
            try await withTaskCancellationHandler {
                try await Task.sleep(for: .seconds(3600))
            } onCancel: {
            }
        default: break
        }
        return [:]
    }

    struct Odd: Error {}
}

private struct Unwilling: Plugin {
    static let identity = PluginIdentity(id: "unwilling", version: "0.0.1", title: "Unwilling")
    init(host: PluginHost) throws { throw PluginError(.failedPrecondition, "It is Sunday.") }
}

struct PluginTableTests {
    private let host = FakeHost(
        unsafe PluginTable(Obedient.self) { unsafe PluginTable.create(Obedient.self, $0, $1, $2) }
    )

    @Test func `the descriptor tells what the plugin says of itself`() {
        let table = unsafe host.table.pointee
        #expect(unsafe table.magic == 0x4C50_5754)
        #expect(unsafe table.struct_size == UInt32(MemoryLayout<tw_plugin>.size))
        #expect(unsafe String(cString: table.id) == "obedient")
        #expect(unsafe String(cString: table.version) == "1.2.3")
    }

    @Test func `a call gets its arguments and its result comes back`() async {
        let (_, record) = host.start(.scopes, arguments: #"{"a":[1,"ü"]}"#)
        #expect(await record.end() == TW_OK)
        #expect(record.snapshot.ends.map(\.result) == [#"{"arguments":{"a":[1,"ü"]}}"#])
    }

    @Test func `arguments that are no JSON object end the call at once`() async {
        for arguments in ["[1]", "{", "\"x\""] {
            let (_, record) = host.start(.scopes, arguments: arguments)
            #expect(await record.end() == TW_INVALID_ARGUMENT)
            #expect(record.snapshot.ends.count == 1)
        }
    }

    @Test func `an error of the plugin keeps its status, hint and wait`() async throws {
        let (_, record) = host.start(.lookup, arguments: #"{"fail":"plugin"}"#)
        #expect(await record.end() == TW_PERMISSION_DENIED)
        let result = try JSONValue(parsing: record.snapshot.ends[0].result)
        #expect(result == ["message": "No.", "hint": "Ask.", "retry_after_ms": 1500])
    }

    @Test func `any other error is an internal one, and does not cross the border`() async {
        let (_, record) = host.start(.lookup, arguments: #"{"fail":"other"}"#)
        #expect(await record.end() == TW_INTERNAL)
    }

    @Test func `a cancelled call ends as cancelled`() async {
        let (id, record) = host.start(.lookup, arguments: #"{"fail":"hang"}"#)
        host.cancel(id)
        #expect(await record.end() == TW_CANCELLED)
        #expect(record.snapshot.ends.count == 1)
    }

    @Test func `draining waits for the last call`() async {
        let (id, record) = host.start(.lookup, arguments: #"{"fail":"hang"}"#)
        let drained = OneShot<Int32>()
        host.drain(drained)
        #expect(record.snapshot.ends.isEmpty)
        host.cancel(id)
        #expect(await drained.outcome() == 1)
        #expect(record.snapshot.ends.count == 1)
    }

    @Test func `large lists cross in batches, and coverage follows`() async {
        let (_, record) = host.start(.inventory, arguments: #"{"resources":4500}"#)
        #expect(await record.end() == TW_OK)
        #expect(record.snapshot.batchRows == [2000, 2000, 500])
        #expect(record.snapshot.chunks.map(\.kind) == [UInt32(TW_CHUNK_COVERAGE)])
    }

    @Test func `without credit a batch waits, and none is lost`() async {
        let (_, record) = host.start(.inventory, arguments: #"{"resources":0}"#)
        _ = await record.end()
        let (_, slow) = host.start(.inventory, arguments: #"{"resources":6000}"#)
        slow.content.withLock { $0.credits = min($0.credits, 1) }
        while slow.snapshot.ends.isEmpty {
            await Task.yield()
            if slow.snapshot.asksForCredit > 0 { slow.give(1) }
        }
        #expect(slow.snapshot.batchRows == [2000, 2000, 2000])
        #expect(slow.snapshot.chunks.count == 1)
    }

    @Test func `a plugin that refuses to start says why`() {
        let table = unsafe PluginTable(Unwilling.self) {
            unsafe PluginTable.create(Unwilling.self, $0, $1, $2)
        }
        var instance: UnsafeMutableRawPointer?
        var reason = unsafe tw_bytes()
        var host = unsafe tw_host()
        let status = unsafe table.pointer.pointee.create?(&host, &instance, &reason)
        #expect(status == TW_FAILED_PRECONDITION)
        #expect(unsafe instance == nil)
        #expect(unsafe reason.text == "It is Sunday.")
    }
}
