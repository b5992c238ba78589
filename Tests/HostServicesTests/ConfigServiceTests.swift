// SPDX-License-Identifier: Apache-2.0

import HostLoader
import JSONCodec
import PluginABI
import Testing

@testable import HostServices

@Suite struct ConfigServiceTests {
    private static let configuration: JSONValue = [
        "plugins": [
            "fake": ["regions": ["eu-west-1", "us-east-1"], "deep": ["a/b": ["c": true]], "nothing": nil],
            "other": ["regions": []],
        ],
        "server": ["token": "not for plugins"],
    ]

    private func plugin(_ pointers: [String], variables: [String] = []) -> FakePlugin {
        FakePlugin(
            environment: [
                "AWS_REGION": "eu-west-1", "AWS_EMPTY": "", "AWS": "x", "HOME": "/root", "PLAIN": "p",
            ],
            configuration: Self.configuration
        ) { permissions in
            permissions.configuration = pointers
            permissions.environment = variables
        }
    }

    private func get(_ pointer: String, _ plugin: FakePlugin) -> (tw_status, String) {
        unsafe read(pointer, plugin) { unsafe $0.get }
    }

    private typealias Function =
        @convention(c) (UnsafePointer<tw_host>?, tw_bytes, UnsafeMutablePointer<tw_owned>?) ->
        tw_status

    private func read(
        _ key: String,
        _ plugin: FakePlugin,
        _ pick: (tw_config) -> Function?
    ) -> (tw_status, String) {
        guard let service = plugin.service(TW_SERVICE_CONFIG, as: tw_config.self) else {
            return (TW_UNKNOWN, "")
        }
        // SAFETY: `value` is written by the service and released by `take`.
        var value = unsafe tw_owned()
        let status = lend(key) { unsafe pick(service)?(plugin.context.host, $0, &value) ?? TW_UNKNOWN }
        return (status, unsafe take(value))
    }

    @Test(arguments: [
        ("/regions", TW_OK, #"["eu-west-1","us-east-1"]"#), ("/regions/1", TW_OK, #""us-east-1""#),
        ("/deep/a~1b/c", TW_OK, "true"), ("/nothing", TW_OK, "null"), ("/missing", TW_NOT_FOUND, ""),
        ("/regions/9", TW_NOT_FOUND, ""), ("regions", TW_INVALID_ARGUMENT, ""), ("/server", TW_NOT_FOUND, ""),
    ])
    func `a plugin that asks for everything reads what is below its id`(
        pointer: String,
        status: tw_status,
        value: String
    ) {
        #expect(get(pointer, plugin(["/"])) == (status, value))
    }

    @Test(arguments: [
        ("/regions", TW_OK), ("/regions/0", TW_OK), ("/deep/a~1b", TW_OK), ("/deep/a~1b/c", TW_OK),
        ("", TW_PERMISSION_DENIED), ("/", TW_PERMISSION_DENIED), ("/deep", TW_PERMISSION_DENIED),
        ("/deep/a", TW_PERMISSION_DENIED), ("/regionsX", TW_PERMISSION_DENIED),
        ("/nothing", TW_PERMISSION_DENIED),
    ])
    func `a plugin that asks for parts reads these only`(pointer: String, status: tw_status) {
        #expect(get(pointer, plugin(["/regions", "/deep/a~1b"])).0 == status)
    }

    @Test func `a plugin that asks for nothing reads nothing`() {
        #expect(get("/regions", plugin([])).0 == TW_PERMISSION_DENIED)
    }

    @Test(arguments: [
        ("AWS_REGION", TW_OK, "eu-west-1"), ("PLAIN", TW_OK, "p"), ("AWS_EMPTY", TW_NOT_FOUND, ""),
        ("AWS_MISSING", TW_NOT_FOUND, ""), ("AWS", TW_PERMISSION_DENIED, ""),
        ("AWS_", TW_PERMISSION_DENIED, ""),
        ("HOME", TW_PERMISSION_DENIED, ""), ("PLAINER", TW_PERMISSION_DENIED, ""),
        ("", TW_INVALID_ARGUMENT, ""),
        ("AWS_*", TW_INVALID_ARGUMENT, ""), ("AWS=", TW_INVALID_ARGUMENT, ""),
        ("1A", TW_INVALID_ARGUMENT, ""),
    ])
    func `variables are read by exact name or beginning`(name: String, status: tw_status, value: String) {
        let plugin = plugin([], variables: ["AWS_*", "PLAIN"])
        #expect(unsafe read(name, plugin) { unsafe $0.environment } == (status, value))
    }

    @Test(arguments: ["*", "A*", "*_A", "A_*_B", "", "A-B"])
    func `patterns that cover too much or are malformed cover nothing`(pattern: String) {
        let patterns = NamePatterns([pattern])
        #expect(!["A", "A_B", "AB", "A_C_B", "HOME", "A-B", ""].contains { patterns.covers($0) })
    }

    @Test func `null pointers are refused`() throws {
        let plugin = plugin(["/"])
        let service = try #require(plugin.service(TW_SERVICE_CONFIG, as: tw_config.self))
        // SAFETY: the functions must not read through null pointers.
        let nothing = unsafe tw_bytes(ptr: nil, len: 0)
        var value = unsafe tw_owned()
        #expect(unsafe service.get(plugin.context.host, nothing, nil) == TW_INVALID_ARGUMENT)
        #expect(unsafe service.get(nil, nothing, &value) == TW_UNAVAILABLE)
        let wrong = unsafe tw_bytes(ptr: nil, len: 3)
        #expect(unsafe service.environment(plugin.context.host, wrong, &value) == TW_INVALID_ARGUMENT)
    }
}
