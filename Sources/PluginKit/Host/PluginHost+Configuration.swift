// SPDX-License-Identifier: Apache-2.0

import PluginABI

extension PluginHost {
    /// Reads a setting of the plugin.
    ///
    /// - Parameter pointer: a JSON pointer (RFC 6901) below `plugins.<id>` of the host's configuration.
    /// - Returns: its value, or `nil` when it is not set.
    /// - Throws: ``ServiceError`` when the manifest does not ask for it; ``JSONError`` when it is not JSON.
    public func setting(_ pointer: String) throws -> JSONValue? {
        guard let get = unsafe configuration?.pointee.get else { return nil }
        var value = unsafe tw_owned()
        let status = unsafe withABIBytes(pointer) { unsafe get(self.pointer, $0, &value) }
        switch status {
        case TW_OK: return unsafe try JSONValue(parsing: takeOwned(value))
        case TW_NOT_FOUND: return nil
        default:
            throw ServiceError(
                .init(status),
                "The host does not give the setting \(pointer) (status \(status))."
            )
        }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func environment(_ name: String) -> String? {
        guard let read = unsafe configuration?.pointee.environment else { return nil }
        var value = unsafe tw_owned()
        let status = unsafe withABIBytes(name) { unsafe read(pointer, $0, &value) }
        guard status == TW_OK else { return nil }
        let text = unsafe String(decoding: takeOwned(value), as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}
