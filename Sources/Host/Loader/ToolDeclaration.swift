// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// A tool as a plugin declares it, copied out of the plugin's memory.
struct ToolDeclaration: Hashable, Sendable {
    var name: String
    var title: String
    var description: String
    var inputSchema: String
    var outputSchema: String?
    var flags: UInt32
    var maximumConcurrency: Int
    var defaultTimeout: Duration?

    /// Copies a declaration; nothing when a required text is NULL or not UTF-8.
    init?(_ tool: tw_tool) {
        // SAFETY: the plugin lends the texts for the call of `register_tools`.
        guard let name = unsafe CText.string(tool.name),
            let inputSchema = unsafe CText.string(tool.input_schema)
        else { return nil }
        self.name = name
        self.inputSchema = inputSchema
        title = unsafe CText.string(tool.title) ?? name
        description = unsafe CText.string(tool.description) ?? ""
        if unsafe tool.output_schema != nil {
            guard let outputSchema = unsafe CText.string(tool.output_schema) else { return nil }
            self.outputSchema = outputSchema
        }
        flags = unsafe tool.flags
        maximumConcurrency = unsafe Int(tool.max_concurrency)
        let milliseconds = unsafe tool.default_timeout_ms
        if milliseconds > 0 { defaultTimeout = .milliseconds(Int64(milliseconds)) }
    }

    /// host.h, `tw_tool`: 1 to 64 characters of a-z, 0-9 and '_'.
    var hasValidName: Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
