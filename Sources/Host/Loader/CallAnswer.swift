// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import PluginABI

/// What a plugin passed to `done`, read without trusting it.
struct CallAnswer {
    /// Largest result that is taken.
    static let maximumSize = 64 << 20

    private let status: tw_status
    private let value: JSONValue?
    /// What is wrong with the answer itself, apart from what it says.
    private(set) var fault: (PluginDiagnostic.Code, String)?

    init(status: tw_status, result: [UInt8]) {
        self.status = status
        var value: JSONValue?
        if !result.isEmpty {
            do {
                value = try JSONValue(
                    parsing: result,
                    options: .init(maximumDepth: 64, maximumSize: Self.maximumSize)
                )
            } catch {
                fault = (.resultInvalid, "answered with something that is not JSON: \(error.description)")
            }
        }
        if let found = value, found.object == nil {
            fault = (.resultInvalid, "answered with a JSON \(found.kind) where an object is due.")
            value = nil
        }
        self.value = value
        if status == TW_OK, value == nil, fault == nil {
            fault = (.resultInvalid, "answered with no result where a JSON object is due.")
        }
        if status != TW_OK, PluginCallError.Code.known(status) == nil {
            fault = (.statusInvalid, "ended with \(status), which is no status.")
        }
    }

    /// The call's outcome as its caller sees it.
    func outcome(of name: String, plugin: String) -> CallOutcome {
        if status == TW_OK {
            if let value { return .success(value) }
            return .failure(
                PluginCallError(
                    .internal,
                    pluginID: plugin,
                    message: "\(name) of plugin \(plugin) \(fault?.1 ?? "answered nothing.")"
                )
            )
        }
        let code = PluginCallError.Code.known(status) ?? .unknown
        let wait = value?["retry_after_ms"]?.double.flatMap { $0 >= 0 && $0 < 1e12 ? $0 : nil }
        return .failure(
            PluginCallError(
                code,
                pluginID: plugin,
                message: value?["message"]?.string
                    ?? "\(name) of plugin \(plugin) failed (\(code)) and did not say why.",
                hint: value?["hint"]?.string,
                retryable: value?["retryable"]?.bool ?? (code == .unavailable),
                retryAfter: wait.map { .milliseconds(Int64($0)) },
                details: value?["details"]
            )
        )
    }
}
