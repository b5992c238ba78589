// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// How important a line of the log is.
public enum LogLevel: UInt32, Sendable {
    /// Every step.
    case trace = 0
    /// For the plugin's author.
    case debug = 1
    /// For the operator.
    case info = 2
    /// Something is off; the work goes on.
    case warning = 3
    /// Some work was not done.
    case error = 4
}

extension PluginHost {
    /// Writes one line to the host's log; without a log service it is lost.
    ///
    /// - Parameters:
    ///   - level: how important it is.
    ///   - message: the sentence; built only when the line will be written.
    ///   - attributes: scalars that go with it; never a secret.
    public func log(
        _ level: LogLevel,
        _ message: @autoclosure () -> String,
        _ attributes: @autoclosure () -> JSONObject = [:]
    ) {
        guard let table = unsafe log, let write = unsafe table.pointee.write else { return }
        if let enabled = unsafe table.pointee.enabled, unsafe enabled(pointer, level.rawValue) == 0 { return }
        let attributes = attributes()
        let encoded = attributes.isEmpty ? [] : JSONValue.object(attributes).bytes()
        unsafe withABIBytes(message()) { message in
            unsafe withABIBytes(encoded) { encoded in
                // SAFETY: both are borrowed for the call.
                unsafe write(pointer, level.rawValue, message, encoded)
            }
        }
    }
}
