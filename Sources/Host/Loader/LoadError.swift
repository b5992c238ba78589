// SPDX-License-Identifier: Apache-2.0

/// Why a plugin was not loaded, with everything that was found wrong.
package struct LoadError: Error, Sendable {
    /// What kind of fault came first.
    package var code: PluginDiagnostic.Code { diagnostics.first?.code ?? .manifestInvalid }
    /// What failed, with which plugin, and what to do.
    package let message: String
    /// All faults; never empty.
    package let diagnostics: [PluginDiagnostic]

    /// Wraps the faults of one plugin.
    ///
    /// - Parameter diagnostics: the faults, the first of which gives code and message.
    package init(_ diagnostics: [PluginDiagnostic]) {
        self.diagnostics = diagnostics
        message = diagnostics.map { [$0.summary, $0.detail].filter { !$0.isEmpty }.joined(separator: " ") }
            .joined(separator: "\n")
    }

    /// Wraps one fault.
    ///
    /// - Parameter diagnostic: the fault.
    package init(_ diagnostic: PluginDiagnostic) { self.init([diagnostic]) }
}

extension LoadError: CustomStringConvertible {
    package var description: String { message }
}
