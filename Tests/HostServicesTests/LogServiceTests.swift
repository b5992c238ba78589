// SPDX-License-Identifier: Apache-2.0

import HostLoader
import HostServices
import Logging
import PluginABI
import Testing

@Suite struct LogServiceTests {
    private let log = LogRecorder()

    private func write(
        _ level: Int32,
        _ message: String,
        _ attributes: String = "",
        from threshold: Logger.Level = .trace
    )
        -> LogRecorder.Line?
    {
        let plugin = FakePlugin(logger: log.logger(threshold))
        guard let service = plugin.service(TW_SERVICE_LOG, as: tw_log.self) else { return nil }
        lend(message) { message in
            // SAFETY: both are lent for the call.
            lend(attributes) { unsafe service.write(plugin.context.host, UInt32(level), message, $0) }
        }
        return log.lines.last
    }

    @Test(arguments: [
        (TW_LOG_TRACE, Logger.Level.trace), (TW_LOG_DEBUG, .debug), (TW_LOG_INFO, .info),
        (TW_LOG_WARNING, .warning),
        (TW_LOG_ERROR, .error), (99, .error),
    ])
    func `levels are kept, an unknown one is an error`(level: Int32, expected: Logger.Level) {
        let line = write(level, "said")
        #expect(line?.level == expected)
        #expect(line?.message == "said")
        #expect(line?.metadata == ["plugin": "fake"])
    }

    @Test func `enabled follows the logger's level`() throws {
        let plugin = FakePlugin(logger: log.logger(.info))
        let service = try #require(plugin.service(TW_SERVICE_LOG, as: tw_log.self))
        // SAFETY: the host struct lives as long as the context.
        #expect((0...4).map { unsafe service.enabled(plugin.context.host, $0) } == [0, 0, 1, 1, 1])
        #expect(service.enabled(nil, 4) == 0)
        #expect(write(TW_LOG_DEBUG, "quiet", from: .info) == nil)
    }

    @Test func `attributes become metadata, and the plugin's name cannot be forged`() {
        let line = write(
            TW_LOG_INFO,
            "x",
            #"{"region":"eu","n":3,"f":1.5,"b":true,"z":null,"l":[1],"plugin":"other"}"#
        )
        #expect(
            line?.metadata == [
                "plugin": "fake", "region": "eu", "n": "3", "f": "1.5", "b": "true", "z": "null", "l": "[1]",
                "plugin.plugin": "other",
            ]
        )
    }

    @Test(arguments: [
        ("[1]", "(no JSON object)"), ("{", "(no JSON: truncated)"),
        ("{\"a\":\"" + String(repeating: "x", count: 20_000) + "\"}", "(too long)"),
    ])
    func `unreadable attributes do not lose the line`(attributes: String, expected: String) {
        let line = write(TW_LOG_INFO, "kept", attributes)
        #expect(line?.message == "kept")
        #expect(line?.metadata["attributes"] == expected)
    }

    @Test func `secrets are masked in message and attributes`() {
        let line = write(
            TW_LOG_INFO,
            "got token=abc",
            #"{"password":"hunter2","url":"/?X-Amz-Signature=f00"}"#
        )
        #expect(line?.message == "got token=[redacted]")
        #expect(line?.metadata["password"] == "[redacted]")
        #expect(line?.metadata["url"] == "/?X-Amz-Signature=[redacted]")
    }

    @Test func `control characters and text direction marks are written out`() {
        let line = write(TW_LOG_INFO, "a\nb\r\tc\u{1B}[31m\u{202E}d\u{2028}\u{0}\u{85}e", #"{"k\n":"v\n"}"#)
        #expect(line?.message == #"a\nb\r\tc\u{1b}[31m\u{202e}d\u{2028}\u{0}\u{85}e"#)
        #expect(line?.metadata[#"k\n"#] == #"v\n"#)
    }

    @Test func `a long message is cut`() throws {
        let line = try #require(write(TW_LOG_INFO, String(repeating: "x", count: 1 << 20)))
        #expect(line.message.utf8.count <= 8200)
    }

    @Test func `a length without a pointer is an empty message`() throws {
        let plugin = FakePlugin(logger: log.logger)
        let service = try #require(plugin.service(TW_SERVICE_LOG, as: tw_log.self))
        // SAFETY: the function must not read through a null pointer.
        let wrong = unsafe tw_bytes(ptr: nil, len: 5)
        unsafe service.write(plugin.context.host, 2, wrong, wrong)
        unsafe service.write(nil, 2, wrong, wrong)
        #expect(log.lines.map(\.message) == [""])
    }
}
